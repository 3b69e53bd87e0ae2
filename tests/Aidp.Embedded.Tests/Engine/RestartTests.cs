using System.Collections.Concurrent;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>What an engine finds after the one before was cut off.</summary>
public sealed class RestartTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    public async Task CutOff_DuringAnActivity_RunsItAgainAtOnceAsTheSecondAttempt(StoreKind store, Eviction eviction)
    {
        var (attempts, began) = (new ConcurrentQueue<int>(), new TaskCompletionSource());
        var functions = new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Interrupted"));
        functions.Registry.AddActivity("Interrupted", async (call, cancellation) =>
        {
            attempts.Enqueue(call.Attempt);
            began.TrySetResult();
            await Task.Delay(call.Attempt == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
            return $"{call.Fence}";
        });
        await using var engine = new EngineFixture(store, eviction, functions);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await engine.RestartAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndAsync(id)).RuntimeStatus);
        Assert.Equal([1, 2], attempts);
    }

    [Theory]
    [CombinatorialStores]
    public async Task CutOff_WhileWaitingForAnEventAndATimer_GoesOn(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Waiter", async context =>
            {
                var first = await context.WaitForExternalEvent<string>("e");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return first;
            }), time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);
        await engine.UntilRunningAsync("Waiter");
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync(id, "e", "kept", Cancellation);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TimerCreatedEvent));

        await engine.RestartAsync();

        Assert.Equal("kept", (await time.UntilAsync(engine.EndAsync(id), TimeSpan.FromMinutes(10))).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Stopped_WithinTheDrainTime_LetsAnActivityFinish_AndRecordsIt(StoreKind store, Eviction eviction)
    {
        var (began, release, calls) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Slow"))
            .Activity<int, int>("Slow", async (_, _) =>
            {
                Interlocked.Increment(ref calls);
                began.TrySetResult();
                await release.Task;
                return 1;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var stop = engine.Engine.StopAsync(Cancellation);
        release.SetResult();
        await stop;

        engine.Start();

        Assert.Equal(1, (await engine.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(1, calls);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Stopped_BeyondTheDrainTime_CancelsTheActivity_WhichTheNextEngineRunsAgain(StoreKind store, Eviction eviction)
    {
        var (began, attempts) = (new TaskCompletionSource(), 0);
        await using var engine = new EngineFixture(
            store,
            eviction,
            new ToyFunctions()
                .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Endless"))
                .Activity<int, int>("Endless", async (_, cancellation) =>
                {
                    began.TrySetResult();
                    await Task.Delay(Interlocked.Increment(ref attempts) == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation);
                    return 2;
                }),
            configure: options => (options.DrainTime, options.AbandonTime) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30)));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await engine.Engine.StopAsync(Cancellation);
        engine.Start();

        Assert.Equal(2, (await engine.EndAsync(id)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task RemovedOrchestrator_Replayed_FailsNamingTheKnownOnes(StoreKind store)
    {
        var functions = new ToyFunctions().Orchestrator("Kept", async context => await context.WaitForExternalEvent<string>("e"));
        await using var engine = new EngineFixture(store, Eviction.WhenIdle, functions);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Gone", Cancellation);

        Assert.Contains("'Gone' doesn't exist", (await engine.EndAsync(id)).SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreInstancesThanRoom_AreEvictedAndGoOn()
    {
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<int>("e")),
            configure: options => options.MaxLiveOrchestrations = 10);
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation)));
        await engine.UntilRunningAsync("Waiter", 100);
        // The last of them is on record before it is parked.
        await Eventually.GetAsync(() => Task.FromResult(engine.Engine.LiveCount), live => live <= 11);

        await Task.WhenAll(ids.Select((id, i) => engine.Client.RaiseEventAsync(id, "e", i, Cancellation)));

        Assert.Equal(Enumerable.Range(0, 100).Sum(), (await Task.WhenAll(ids.Select(engine.EndAsync))).Sum(end => end.ReadOutputAs<int>()));
    }
}
