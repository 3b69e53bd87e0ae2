using System.Diagnostics;
using Aidp.Embedded.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Benchmarks.Engine;

/// <summary>The shapes that others publish, on a store that is synced at every commit.</summary>
static class EngineBenchmarks
{
    const int Runs = 5;
    const string Echo = "Echo";

    static readonly FunctionRegistry _functions = new FunctionRegistry()
        .AddActivity(Echo, (invocation, _) => Task.FromResult(invocation.Input))
        .AddOrchestrator("Empty", _ => Task.FromResult<object?>(null))
        .AddOrchestrator("Sequence", async context =>
        {
            for (var i = context.GetInput<int>(); i > 0; i--)
            {
                await context.CallActivityAsync<int>(Echo, i);
            }

            return null;
        })
        .AddOrchestrator("FanOut", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>(Echo, i)));
            return null;
        });

    public static async IAsyncEnumerable<Figure> RunAsync(string folder)
    {
        yield return await MeasureAsync(folder, "HelloSequence5, 1,000 instances", "orchestrations/s", 1_000, "Sequence", instances: 1_000, input: 5);
        yield return await MeasureAsync(folder, "one instance, 1,000 sequential activities", "activities/s", 1_000, "Sequence", instances: 1, input: 1_000);
        yield return await MeasureAsync(folder, "fan-out fan-in, 1 x 1,000", "activities/s", 1_000, "FanOut", instances: 1, input: 1_000);
        yield return await MeasureAsync(folder, "fan-out fan-in, 100 x 100", "activities/s", 10_000, "FanOut", instances: 100, input: 100);
        yield return await LatencyAsync(folder);
    }

    static async Task<Figure> MeasureAsync(string folder, string shape, string unit, int work, string name, int instances, int input)
    {
        var values = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            await using var engine = await StartAsync(folder);
            var client = engine.Client;
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ => await client.WaitForInstanceCompletionAsync(await client.ScheduleNewOrchestrationInstanceAsync(name, input))));
            values.Add(work / watch.Elapsed.TotalSeconds);
        }

        return new Figure(shape, unit, values);
    }

    static async Task<Figure> LatencyAsync(string folder)
    {
        const int Samples = 200;
        await using var engine = await StartAsync(folder);
        var values = new List<double>();
        for (var i = 0; i < Samples; i++)
        {
            var watch = Stopwatch.StartNew();
            await engine.Client.WaitForInstanceCompletionAsync(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Empty"));
            values.Add(watch.Elapsed.TotalMilliseconds);
        }

        return new Figure("schedule to completion of an empty orchestration", "ms", values);
    }

    static async Task<DurableEngine> StartAsync(string folder)
    {
        var engine = new DurableEngine(_functions, new EmbeddedEngineOptions { StorePath = Path.Combine(folder, $"{Guid.NewGuid():n}.db") }, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }
}
