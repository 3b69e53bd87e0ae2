using System.Diagnostics;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Benchmarks.Engine;

/// <summary>The shapes that others publish, on a store that is synced at every commit.</summary>
static class EngineBenchmarks
{
    const int Runs = 5;
    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        yield return await MeasureAsync(folder, "HelloSequence5, 1,000 instances", new(1_000, AtLeast: true), "orchestrations/s", 1_000, "Sequence", instances: 1_000, input: 5);
        yield return await MeasureAsync(folder, "one instance, 1,000 sequential activities", new(2_000, AtLeast: true), "activities/s", 1_000, "Sequence", instances: 1, input: 1_000);
        yield return await MeasureAsync(folder, "fan-out fan-in, 1 x 1,000", new(5_000, AtLeast: true), "activities/s", 1_000, "FanOut", instances: 1, input: 1_000);
        yield return await MeasureAsync(folder, "fan-out fan-in, 100 x 100", new(5_000, AtLeast: true), "activities/s", 10_000, "FanOut", instances: 100, input: 100);
        foreach (var figure in await LatencyAsync(folder))
        {
            yield return figure;
        }
    }

    static async Task<Figure> MeasureAsync(string folder, string shape, Target target, string unit, int work, string name, int instances, int input)
    {
        var values = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await using var engine = await ToyEngine.StartAsync(ToyEngine.NewStore(folder));
            var client = engine.Client;
            var watch = Stopwatch.StartNew();
            var ends = await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ => await client.WaitForInstanceCompletionAsync(await client.ScheduleNewOrchestrationInstanceAsync(name, input), getInputsAndOutputs: true)));
            values.Add(work / watch.Elapsed.TotalSeconds);
            if (ends.FirstOrDefault(end => end.RuntimeStatus != OrchestrationRuntimeStatus.Completed) is { } failed)
            {
                throw new InvalidOperationException($"'{shape}' ended as {failed.RuntimeStatus}: {failed.SerializedOutput}");
            }
        }

        return new Figure(shape, unit, values) { Target = target };
    }

    static async Task<Figure[]> LatencyAsync(string folder)
    {
        const int Samples = 200;
        await using var engine = await ToyEngine.StartAsync(ToyEngine.NewStore(folder));
        var (halves, most) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            var values = await ToyEngine.LatenciesAsync(engine, Samples);
            halves.Add(Figure.Percentile(values, 50));
            most.Add(Figure.Percentile(values, 99));
        }

        const string Shape = "schedule to completion of an empty orchestration";
        return [new($"{Shape}, p50", "ms", halves) { Target = new(2, AtLeast: false) }, new($"{Shape}, p99", "ms", most) { Target = new(10, AtLeast: false) }];
    }
}
