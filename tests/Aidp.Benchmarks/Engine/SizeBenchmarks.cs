using System.Diagnostics;
using System.Globalization;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Benchmarks.Engine;

/// <summary>What must not grow with what is there already: the cost of a step with the length of its history, of a new instance with the number of idle ones, of a load per event.</summary>
static class SizeBenchmarks
{
    const int Runs = 5;

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        yield return await LateStepsAsync(folder);
        yield return await IdleMemoryAsync(folder);
        yield return await CrowdedLatencyAsync(folder);
        foreach (var events in (int[])[100, 1_000, 10_000])
        {
            yield return await LoadAsync(folder, events);
        }
    }

    /// <summary>The last 100 of 10,000 steps beside 100 early ones, past the first calls of everything.</summary>
    static async Task<Figure> LateStepsAsync(string folder)
    {
        const int Steps = 10_000;
        var ratios = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await using var engine = await ToyEngine.StartAsync(ToyEngine.NewStore(folder));
            await ToyEngine.LatenciesAsync(engine, 100);
            var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sequence", Steps);
            await engine.Client.WaitForInstanceCompletionAsync(id);
            var times = (await engine.Client.GetOrchestrationHistoryAsync(id)).OfType<TaskCompletedEvent>().Select(completed => completed.Timestamp).ToArray();
            ratios.Add((times[Steps - 1] - times[Steps - 101]) / (times[599] - times[499]));
        }

        return new Figure("the last 100 of 10,000 sequential activities", "times the cost of the 500th to 600th", ratios) { Target = new(1, AtLeast: false) };
    }

    static async Task<Figure> IdleMemoryAsync(string folder)
    {
        const int Instances = 10_000;
        var values = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await using var engine = await ToyEngine.StartAsync(ToyEngine.NewStore(folder));
            await ToyEngine.StartWaitersAsync(engine, 100);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var ids = await ToyEngine.StartWaitersAsync(engine, Instances);
            values.Add((GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / Instances);
            GC.KeepAlive(ids);
        }

        return new Figure("10,000 idle instances waiting for an event, memory each", "KB", values) { Target = new(10, AtLeast: false) };
    }

    static async Task<Figure> CrowdedLatencyAsync(string folder)
    {
        const int Instances = 100_000;
        const int Samples = 200;
        await using var engine = await ToyEngine.StartAsync(ToyEngine.NewStore(folder));
        var before = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            before.Add(Figure.Percentile(await ToyEngine.LatenciesAsync(engine, Samples), 50));
        }

        await ToyEngine.StartWaitersAsync(engine, Instances);
        var ratios = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            ratios.Add(Figure.Percentile(await ToyEngine.LatenciesAsync(engine, Samples), 50) / Figure.Percentile(before, 50));
        }

        return new Figure("an empty orchestration beside 100,000 idle instances, p50", "times the time without them", ratios) { Target = new(1, AtLeast: false) };
    }

    /// <summary>From an event that an evicted instance gets in a fresh engine to its end: the load of the history, its replay, and one step.</summary>
    static async Task<Figure> LoadAsync(string folder, int events)
    {
        // Each activity is scheduled and completed: two events.
        var store = ToyEngine.NewStore(folder);
        var ids = new List<string>();
        await using (var engine = await ToyEngine.StartAsync(store))
        {
            for (var run = 0; run < Runs + 1; run++)
            {
                var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("SequenceThenWaiter", events / 2);
                ids.Add(id);
                await UntilWaitingAsync(engine, id, events);
            }
        }

        var values = new List<double>();
        await using (var engine = await ToyEngine.StartAsync(store))
        {
            // What the first one pays for is the first use of everything.
            foreach (var id in ids)
            {
                var watch = Stopwatch.StartNew();
                await engine.Client.RaiseEventAsync(id, "go", 1);
                await engine.Client.WaitForInstanceCompletionAsync(id);
                values.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        return new Figure(string.Create(CultureInfo.InvariantCulture, $"cold load and replay of {events:N0} events"), "ms", values[1..]) { Target = events == 10_000 ? new(100, AtLeast: false) : null };
    }

    static async Task UntilWaitingAsync(DurableEngine engine, string id, int events)
    {
        for (var waited = 0; waited < 60_000 && (await engine.Client.GetOrchestrationHistoryAsync(id)).Count < events; waited += 20)
        {
            await Task.Delay(20);
        }
    }
}
