using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

public sealed class TimerTests
{
    [Theory]
    [CombinatorialStores]
    public async Task End_WithATimerThatNobodyCancelled_WaitsForIt(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Forgetful", async context =>
            {
                _ = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await context.CallActivityAsync<int>("One");
            })
            .Activity<int, int>("One", _ => 1), time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Forgetful", TestContext.Current.CancellationToken);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TaskCompletedEvent));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!.RuntimeStatus);

        var end = await time.UntilAsync(engine.EndAsync(id), TimeSpan.FromMinutes(10));

        Assert.Equal(1, end.ReadOutputAs<int>());
        Assert.True(end.LastUpdatedAt >= FakeClock.Beginning.AddHours(1));
    }

    [Theory]
    [CombinatorialStores]
    public async Task CreateTimer_OneHour_EndsWhenTheClockHasPassedIt(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Sleeper", async context =>
        {
            var began = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            Assert.Equal(DateTimeKind.Utc, context.CurrentUtcDateTime.Kind);
            return context.CurrentUtcDateTime - began >= TimeSpan.FromHours(1);
        }), time);

        var end = await time.UntilAsync(engine.RunAsync("Sleeper"), TimeSpan.FromMinutes(10));

        Assert.True(end.ReadOutputAs<bool>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task ConcurrentTimers_Three_EndInTheOrderOfTheirTimes(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Timers", async context =>
        {
            var ended = new List<int>();
            await Task.WhenAll(new[] { 3, 1, 2 }.Select(async seconds =>
            {
                await context.CreateTimer(TimeSpan.FromSeconds(seconds), CancellationToken.None);
                ended.Add(seconds);
            }));
            return ended;
        }), time);

        var end = await time.UntilAsync(engine.RunAsync("Timers"));

        Assert.Equal([1, 2, 3], end.ReadOutputAs<int[]>()!);
    }

    [Theory]
    [CombinatorialStores]
    public async Task CancelledTimer_LosesARace_IsNotWaitedFor(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Race", async context =>
            {
                using var cancel = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), cancel.Token);
                var winner = await Task.WhenAny(timer, context.CallActivityAsync<int>("Quick"));
                cancel.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
                return winner != timer;
            })
            .Activity<int, int>("Quick", value => value), time);

        Assert.True((await engine.RunAsync("Race")).ReadOutputAs<bool>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Clock_SetBackAnHour_DelaysButDoesNotLoseTheTimer(StoreKind store, Eviction eviction)
    {
        var time = new SettableClock(FakeClock.Beginning);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Sleeper", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return true;
        }), time);
        var end = engine.RunAsync("Sleeper");
        await engine.UntilRunningAsync("Sleeper");

        time.Set(FakeClock.Beginning - TimeSpan.FromHours(1));
        time.Set(FakeClock.Beginning + TimeSpan.FromHours(2));

        Assert.True((await end).ReadOutputAs<bool>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task StartAt_InTheFuture_StaysPendingUntilThen(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions().Orchestrator("Late", context => Task.FromResult<object?>(context.CurrentUtcDateTime)), time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Late", new DurableTask.StartOrchestrationOptions(StartAt: FakeClock.Beginning.AddHours(5)), TestContext.Current.CancellationToken);
        Assert.Equal(DurableTask.Client.OrchestrationRuntimeStatus.Pending, (await engine.Client.GetInstanceAsync(id, TestContext.Current.CancellationToken))!.RuntimeStatus);

        var end = await time.UntilAsync(engine.EndAsync(id), TimeSpan.FromMinutes(30));

        Assert.True(end.ReadOutputAs<DateTime>() >= FakeClock.Beginning.AddHours(5).UtcDateTime);
    }
}
