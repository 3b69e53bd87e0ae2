using System.Collections.Concurrent;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Store;

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
    public async Task CutOff_WithATimerBesideAnActivityThatHangs_FiresTheTimer(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Impatient", async context =>
            {
                var call = context.CallActivityAsync<int>("Hang");
                var first = await Task.WhenAny(call, context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None));
                context.SetCustomStatus(first == call ? "answered" : "too late");
                return await call;
            })
            .Activity<int, int>("Hang", async (_, cancellation) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return 1;
            }), time, options => options.DrainTime = TimeSpan.Zero);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Impatient", Cancellation);
        await engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TimerCreatedEvent));

        await engine.RestartAsync();

        var fired = engine.UntilAsync(id, history => history.Exists(item => item is DurableTask.History.TimerFiredEvent));
        await time.UntilAsync(fired, TimeSpan.FromMinutes(10));
        Assert.Equal("\"too late\"", (await engine.Client.GetInstanceAsync(id, true, Cancellation))!.SerializedCustomStatus);
    }

    [Theory]
    [CombinatorialStores]
    public async Task CutOff_AfterTheLastTurnHadCalledAnActivity_RunsItBeforeTheEnd(StoreKind store, Eviction eviction)
    {
        var (began, release, attempts) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Hasty", context =>
            {
                _ = context.CallActivityAsync("Notify");
                return Task.FromResult<object?>("ended");
            })
            .Activity<int, int>("Notify", async (_, _) =>
            {
                Interlocked.Increment(ref attempts);
                began.TrySetResult();
                await release.Task;
                return 1;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Hasty", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.Client.GetInstanceAsync(id, Cancellation))!.RuntimeStatus);

        await engine.RestartAsync();
        release.SetResult();

        Assert.Equal("ended", (await engine.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, attempts);
    }

    [Theory]
    [CombinatorialStores]
    public async Task CutOff_WithATerminateThatWaits_DoesNotRunTheActivityAgain(StoreKind store, Eviction eviction)
    {
        var (began, attempts) = (new TaskCompletionSource(), 0);
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Caller", async context => await context.CallActivityAsync<int>("Endless"))
            .Activity<int, int>("Endless", async (_, cancellation) =>
            {
                Interlocked.Increment(ref attempts);
                began.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return 1;
            }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Caller", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await engine.CutOffAsync();
        engine.Write(new MessageWrite(id, new DurableTask.History.ExecutionTerminatedEvent(-1, "enough") { Timestamp = DateTime.UtcNow }));

        engine.Start();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndAsync(id)).RuntimeStatus);
        await engine.Engine.StopAsync(Cancellation);
        Assert.Equal(1, attempts);
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
