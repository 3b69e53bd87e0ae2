using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Tests.Engine;

public sealed class EventTests
{
    [Theory]
    [CombinatorialStores]
    public async Task RaisedEvents_BeforeAndAfterTheWait_AreBufferedFirstInFirstOutWithoutRegardToCase(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Collector", async context =>
            {
                await context.WaitForExternalEvent<int>("go");
                var got = new List<int>();
                for (var i = 0; i < 5; i++)
                {
                    got.Add(await context.WaitForExternalEvent<int>("Number"));
                }

                return got;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collector", TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            await engine.Client.RaiseEventAsync(id, "nUMBER", i, TestContext.Current.CancellationToken);
        }

        await engine.Client.RaiseEventAsync(id, "GO", 0, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 5), (await engine.EndAsync(id)).ReadOutputAs<int[]>()!);
    }

    [Theory]
    [CombinatorialStores]
    public async Task SeveralWaiters_ServedInTurn_TheLatestFirst(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Waiters", async context =>
            {
                var (first, second) = (context.WaitForExternalEvent<string>("e"), context.WaitForExternalEvent<string>("e"));
                await Task.WhenAll(first, second);
                return $"{await first} {await second}";
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiters", TestContext.Current.CancellationToken);
        await engine.UntilRunningAsync("Waiters");
        await engine.Client.RaiseEventAsync(id, "e", "one", TestContext.Current.CancellationToken);
        await engine.Client.RaiseEventAsync(id, "e", "two", TestContext.Current.CancellationToken);

        Assert.Equal("two one", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task CancelledWaiter_StillSwallowsTheNextEvent(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Canceller", async context =>
            {
                var open = context.WaitForExternalEvent<string>("e");
                using var cancel = new CancellationTokenSource();
                var given = context.WaitForExternalEvent<string>("e", cancel.Token);
                cancel.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
                return await open;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Canceller", TestContext.Current.CancellationToken);
        await engine.UntilRunningAsync("Canceller");
        await engine.Client.RaiseEventAsync(id, "e", "swallowed", TestContext.Current.CancellationToken);
        await engine.Client.RaiseEventAsync(id, "e", "received", TestContext.Current.CancellationToken);

        Assert.Equal("received", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task WaitWithTimeout_NothingRaised_ThrowsTaskCanceledException(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Impatient", async context => (await Assert.ThrowsAsync<TaskCanceledException>(() => context.WaitForExternalEvent<string>("never", TimeSpan.FromMinutes(1)))).GetType().Name), time);

        Assert.Equal("TaskCanceledException", (await time.UntilAsync(engine.RunAsync("Impatient"), TimeSpan.FromSeconds(30))).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task WaitWithTimeout_RaisedInTime_ReturnsThePayload(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Patient", async context => await context.WaitForExternalEvent<string>("e", TimeSpan.FromDays(1))));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Patient", TestContext.Current.CancellationToken);
        await engine.Client.RaiseEventAsync(id, "e", "payload", TestContext.Current.CancellationToken);

        Assert.Equal("payload", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task SendEvent_ToAnotherInstance_Arrives_AndToNobodyIsIgnored(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Sender", context =>
            {
                context.SendEvent("nobody", "e", "lost");
                context.SendEvent("receiver", "e", "found");
                return Task.FromResult<object?>(null);
            })
            .Orchestrator("Receiver", async context => await context.WaitForExternalEvent<string>("e")));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Receiver", new DurableTask.StartOrchestrationOptions("receiver"), TestContext.Current.CancellationToken);

        await engine.RunAsync("Sender");

        Assert.Equal("found", (await engine.EndAsync("receiver")).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task RaiseEvent_ToNobodyOrAFinishedInstance_SaysSo(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Empty", _ => Task.FromResult<object?>(null)));
        var end = await engine.RunAsync("Empty");

        await Assert.ThrowsAsync<InstanceNotFoundException>(() => engine.Client.RaiseEventAsync("nobody", "e", null, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.RaiseEventAsync(end.InstanceId, "e", null, TestContext.Current.CancellationToken));
    }
}
