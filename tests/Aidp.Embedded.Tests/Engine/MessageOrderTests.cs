using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Messages that come in the same turn as something that changes for whom they are; each of these was found by simulation.</summary>
public sealed class MessageOrderTests
{
    static readonly DateTimeOffset Start = FakeClock.Beginning.AddHours(1);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    public async Task EventAndTermination_BeforeTheFirstTurn_TerminateWithoutRunningTheCode(StoreKind store, Eviction eviction)
    {
        var (time, runs) = (FakeClock.New(), 0);
        var functions = new ToyFunctions().Orchestrator("Waiter", async context =>
        {
            Interlocked.Increment(ref runs);
            return await context.WaitForExternalEvent<string>("e");
        });
        await using var engine = new EngineFixture(store, eviction, functions, time);
        var id = await ScheduleLaterAsync(engine, "Waiter");
        await engine.Client.RaiseEventAsync(id, "e", "too early", Cancellation);
        await engine.Client.TerminateInstanceAsync(id, "enough", Cancellation);

        var end = await engine.EndAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough", 0), (end.RuntimeStatus, end.ReadOutputAs<string>(), runs));
        var history = new RecordedHistory([.. await engine.Client.GetOrchestrationHistoryAsync(id, Cancellation)]);
        Assert.True(history.Replay(functions.Registry).IsSame);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Termination_InTheTurnThatContinuesAsNew_EndsTheNextGeneration(StoreKind store, Eviction eviction)
    {
        using var release = new ManualResetEventSlim();
        var began = new TaskCompletionSource();
        var functions = Eternal().Orchestrator("Blocker", _ =>
        {
            began.SetResult();
            release.Wait(TimeSpan.FromMinutes(1), Cancellation);
            return Task.FromResult<object?>(null);
        });
        await using var engine = new EngineFixture(store, eviction, functions, configure: options => options.MaxConcurrentOrchestrators = 1);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", Cancellation);
        await engine.UntilRunningAsync("Eternal");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Blocker", Cancellation);
        await began.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        // The first message waits for the turn that is taken, and the others wait for it: they come to one turn together.
        await engine.Client.RaiseEventAsync(id, "other", null, Cancellation);
        await engine.Client.RaiseEventAsync(id, "e", 1, Cancellation);
        await engine.Client.TerminateInstanceAsync(id, "enough", Cancellation);

        release.Set();

        Assert.Equal("enough", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task Suspension_InTheTurnThatContinuesAsNew_SuspendsTheNextGeneration(StoreKind store, Eviction eviction)
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(store, eviction, Eternal(), time);
        var id = await ScheduleLaterAsync(engine, "Eternal");
        await engine.Client.RaiseEventAsync(id, "e", 1, Cancellation);
        await engine.Client.SuspendInstanceAsync(id, Cancellation);
        await engine.Client.RaiseEventAsync(id, "e", 2, Cancellation);
        await engine.Client.RaiseEventAsync(id, "e", 3, Cancellation);
        await engine.Client.RaiseEventAsync(id, "e", 4, Cancellation);
        time.SetUtcNow(Start);
        await engine.UntilAsync(id, history => history.Exists(item => item is ExecutionSuspendedEvent));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.Client.GetInstanceAsync(id, Cancellation))!.RuntimeStatus);

        await engine.Client.ResumeInstanceAsync(id, Cancellation);

        Assert.Equal("[1,2,3,4]", (await engine.EndAsync(id)).SerializedOutput);
    }

    [Theory]
    [CombinatorialStores]
    public async Task EventsCarriedOver_TakenOneByGeneration_AreAllKept(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, Eternal());
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", Cancellation);
        await engine.Client.SuspendInstanceAsync(id, Cancellation);
        for (var i = 1; i <= 4; i++)
        {
            await engine.Client.RaiseEventAsync(id, "e", i, Cancellation);
        }

        await engine.UntilAsync(id, history => history.OfType<EventRaisedEvent>().Count() == 4);
        await engine.Client.ResumeInstanceAsync(id, Cancellation);

        Assert.Equal("[1,2,3,4]", (await engine.EndAsync(id)).SerializedOutput);
    }

    [Theory]
    [CombinatorialStores]
    public async Task Clock_SetBackWhileAGenerationBegins_DoesNotDelayIt(StoreKind store, Eviction eviction)
    {
        var time = new SettableClock(FakeClock.Beginning);
        await using var engine = new EngineFixture(
            store,
            eviction,
            new ToyFunctions().Orchestrator("Twice", context =>
            {
                if (!context.GetInput<bool>())
                {
                    time.Set(FakeClock.Beginning.AddHours(-1));
                    context.ContinueAsNew(true);
                }

                return Task.FromResult<object?>("done");
            }),
            time);

        Assert.Equal("done", (await engine.RunAsync("Twice", false)).ReadOutputAs<string>());
    }

    static ToyFunctions Eternal() => new ToyFunctions().Orchestrator("Eternal", async context =>
    {
        List<int> got = [.. context.GetInput<List<int>>() ?? [], await context.WaitForExternalEvent<int>("e")];
        if (got.Count < 4)
        {
            context.ContinueAsNew(got);
        }

        return got;
    });

    static Task<string> ScheduleLaterAsync(EngineFixture engine, string name) =>
        engine.Client.ScheduleNewOrchestrationInstanceAsync(name, new StartOrchestrationOptions(StartAt: Start), Cancellation);
}
