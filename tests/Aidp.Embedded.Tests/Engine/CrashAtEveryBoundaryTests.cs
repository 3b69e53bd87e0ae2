using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>The engine is cut off before and after every commit of a run that does a bit of everything, and the run ends the same.</summary>
public sealed class CrashAtEveryBoundaryTests
{
    static readonly ToyFunctions Functions = new ToyFunctions()
        .Orchestrator("Everything", async context =>
        {
            var generation = context.GetInput<int>();
            var first = await context.CallActivityAsync<int>("Double", 1);
            var parallel = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => context.CallActivityAsync<int>("Double", i)));
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            var child = await context.CallSubOrchestratorAsync<int>("Child", 10);
            var raised = await context.WaitForExternalEvent<int>("e");
            if (generation < 1)
            {
                context.ContinueAsNew(generation + 1);
            }

            return first + parallel.Sum() + child + (100 * raised) + (1000 * generation);
        })
        .Orchestrator("Child", async context =>
        {
            context.SendEvent(context.Parent!.InstanceId, "e", 1);
            return await context.CallActivityAsync<int>("Double", context.GetInput<int>());
        })
        .Activity<int, int>("Double", value => 2 * value);

    [Theory]
    [CombinatorialStores]
    public async Task CutOff_AtEachBoundary_EndsTheSame(StoreKind store, Eviction eviction)
    {
        var boundary = 1;
        while (await RunAsync(store, eviction, boundary))
        {
            boundary++;
        }

        // Two generations of at least seven steps each, with two boundaries a step.
        Assert.InRange(boundary, 29, 1_000);
    }

    /// <summary>Runs to the end, cutting the engine off at one boundary; false when there is no such boundary.</summary>
    static async Task<bool> RunAsync(StoreKind store, Eviction eviction, int cutAt)
    {
        var reached = 0;
        await using var engine = new EngineFixture(store, eviction, Functions, configure: options => options.Boundary = _ =>
        {
            if (Interlocked.Increment(ref reached) == cutAt)
            {
                throw new IOException("cut off");
            }
        });
        OrchestrationMetadata? end = null;
        for (var tries = 0; end is null; tries++)
        {
            Assert.InRange(tries, 0, 1);
            try
            {
                end = await ScheduleAndWaitAsync(engine);
            }
            catch (EngineStoppedException)
            {
                await engine.RestartAsync();
            }
        }

        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"boundary {cutAt}: {end.SerializedOutput}");
        Assert.Equal(2 + 6 + 20 + 100 + 1000, end.ReadOutputAs<int>());
        return reached >= cutAt;
    }

    static async Task<OrchestrationMetadata> ScheduleAndWaitAsync(EngineFixture engine)
    {
        if (await engine.Client.GetInstanceAsync("run", TestContext.Current.CancellationToken) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Everything", 0, new StartOrchestrationOptions("run"), TestContext.Current.CancellationToken);
        }

        return await engine.EndAsync("run");
    }
}
