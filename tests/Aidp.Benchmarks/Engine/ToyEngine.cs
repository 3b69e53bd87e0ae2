using System.Diagnostics;
using Aidp.Embedded.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Benchmarks.Engine;

/// <summary>An engine with orchestrations that do nothing but be durable, on a store that is synced at every commit.</summary>
static class ToyEngine
{
    const string Echo = "Echo";

    static readonly FunctionRegistry _functions = new FunctionRegistry()
        .AddActivity(Echo, (invocation, _) => Task.FromResult(invocation.Input))
        .AddActivity("Work", async (invocation, cancellation) =>
        {
            await Task.Delay(10, cancellation);
            return invocation.Input;
        })
        .AddOrchestrator("Empty", _ => Task.FromResult<object?>(null))
        .AddOrchestrator("Waiter", async context => await context.WaitForExternalEvent<int>("go"))
        .AddOrchestrator("SequenceThenWaiter", async context =>
        {
            for (var i = context.GetInput<int>(); i > 0; i--)
            {
                await context.CallActivityAsync<int>(Echo, i);
            }

            return await context.WaitForExternalEvent<int>("go");
        })
        .AddOrchestrator("Sequence", async context =>
        {
            for (var i = context.GetInput<int>(); i > 0; i--)
            {
                await context.CallActivityAsync<int>(Echo, i);
            }

            return null;
        })
        .AddOrchestrator("Endless", async context =>
        {
            for (var i = 0; i < 100; i++)
            {
                await context.CallActivityAsync<int>("Work", i);
            }

            context.ContinueAsNew(0);
            return null;
        })
        .AddOrchestrator("FanOut", async context =>
        {
            await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>(Echo, i)));
            return null;
        });

    /// <summary>The path of a store that does not exist yet.</summary>
    public static string NewStore(string folder) => Path.Combine(folder, $"{Guid.NewGuid():n}.db");

    /// <summary>Starts an engine on a store.</summary>
    public static async Task<DurableEngine> StartAsync(string store)
    {
        var engine = new DurableEngine(_functions, new EmbeddedEngineOptions { StorePath = store }, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        return engine;
    }

    /// <summary>How long it takes from scheduling an empty orchestration to its completion, in milliseconds, one after the other.</summary>
    public static async Task<List<double>> LatenciesAsync(DurableEngine engine, int samples)
    {
        var values = new List<double>();
        for (var i = 0; i < samples; i++)
        {
            var watch = Stopwatch.StartNew();
            await engine.Client.WaitForInstanceCompletionAsync(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Empty"));
            values.Add(watch.Elapsed.TotalMilliseconds);
        }

        return values;
    }

    /// <summary>Starts so many instances that wait for an event, and returns when they all do.</summary>
    public static async Task<string[]> StartWaitersAsync(DurableEngine engine, int count)
    {
        var ids = new List<string>();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(1_000))
        {
            var started = await Task.WhenAll(chunk.Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter")));
            await Task.WhenAll(started.Select(id => engine.Client.WaitForInstanceStartAsync(id)));
            ids.AddRange(started);
        }

        return [.. ids];
    }
}
