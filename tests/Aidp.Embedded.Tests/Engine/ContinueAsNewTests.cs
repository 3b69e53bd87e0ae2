using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Tests.Engine;

public sealed class ContinueAsNewTests
{
    [Theory]
    [CombinatorialStores]
    public async Task TenGenerations_ReplaceInputAndHistory(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Counter", async context =>
            {
                var count = await context.CallActivityAsync<int>("PlusOne", context.GetInput<int>());
                if (count < 10)
                {
                    context.ContinueAsNew(count);
                }

                return count;
            })
            .Activity<int, int>("PlusOne", value => value + 1));

        var end = await engine.RunAsync("Counter", 0);

        Assert.Equal(10, end.ReadOutputAs<int>());
        Assert.Equal(9, end.ReadInputAs<int>());
        Assert.Equal(7, (await engine.Client.GetOrchestrationHistoryAsync(end.InstanceId, TestContext.Current.CancellationToken)).Count - 1);
    }

    [Theory]
    [CombinatorialStores]
    public async Task QueuedEvents_OnePerGeneration_AreAllKeptInOrder(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Eternal", async context =>
            {
                var got = context.GetInput<List<int>>() ?? [];
                got.Add(await context.WaitForExternalEvent<int>("e"));
                if (got.Count < 20)
                {
                    context.ContinueAsNew(got);
                }

                return got;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            await engine.Client.RaiseEventAsync(id, "e", i, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Enumerable.Range(0, 20), (await engine.EndAsync(id)).ReadOutputAs<int[]>()!);
    }

    [Theory]
    [CombinatorialStores]
    public async Task QueuedEvents_NotPreserved_AreDropped(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Forgetful", async context =>
            {
                if (context.GetInput<bool>())
                {
                    return await context.WaitForExternalEvent<string>("e");
                }

                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew(true, preserveUnprocessedEvents: false);
                return null;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Forgetful", false, TestContext.Current.CancellationToken);
        await engine.Client.RaiseEventAsync(id, "e", "old", TestContext.Current.CancellationToken);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.EventRaisedEvent));
        await engine.Client.RaiseEventAsync(id, "go", null, TestContext.Current.CancellationToken);
        await Eventually.GetAsync(() => engine.Client.GetInstanceAsync(id, true, TestContext.Current.CancellationToken), instance => instance!.ReadInputAs<bool>());
        await engine.Client.RaiseEventAsync(id, "e", "new", TestContext.Current.CancellationToken);

        Assert.Equal("new", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task NewVersion_Given_IsThatOfTheNextGeneration(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Versioned", context =>
            {
                if (context.CompareVersionTo("2.0") < 0)
                {
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2.0", NewInput = context.Version ?? "none" });
                }

                return Task.FromResult<object?>($"{context.GetInput<string>()} {context.Version}");
            }));

        Assert.Equal("none 2.0", (await engine.RunAsync("Versioned")).ReadOutputAs<string>());
    }
}
