using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Engine;

public sealed class LimitTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Activities_MoreThanTheLimit_NeverRunAtOnce()
    {
        var (running, most) = (0, 0);
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions()
                .Orchestrator("FanOut", async context => (await Task.WhenAll(Enumerable.Range(0, 30).Select(i => context.CallActivityAsync<int>("Count", i)))).Length)
                .Activity<int, int>("Count", async (value, _) =>
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    return value;
                }),
            configure: options => options.MaxConcurrentActivities = 3);

        Assert.Equal(30, (await engine.RunAsync("FanOut")).ReadOutputAs<int>());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task LongHistory_BeyondTheLimit_FailsWithAdvice()
    {
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions()
                .Orchestrator("Endless", async context =>
                {
                    while (true)
                    {
                        await context.CallActivityAsync<int>("NoOp");
                    }
                })
                .Activity<int, int>("NoOp", value => value),
            configure: options => options.MaxHistoryEvents = 50);

        var end = await engine.RunAsync("Endless");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("continue as new", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongPayloads_BeyondTheLimit_AreRefusedWhereTheyAreMade()
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions()
                .Orchestrator("Caller", async context =>
                {
                    Assert.Throws<ArgumentException>(() => { _ = context.CallActivityAsync<string>("Long", new string('x', 2_000)); });
                    Assert.Throws<ArgumentException>(() => context.SetCustomStatus(new string('x', 9_000)));
                    return (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<string>("Long", ""))).Message;
                })
                .Activity<string, string>("Long", _ => new string('x', 2_000)),
            configure: options => options.MaxPayloadLength = 1_000);

        Assert.Contains("1000 are allowed", (await engine.RunAsync("Caller")).ReadOutputAs<string>(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => engine.RunAsync("Caller", new string('x', 2_000)));
    }

    [Fact]
    public async Task Messages_BeyondTheLimit_AreRefused()
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Late", context => Task.FromResult<object?>(null)),
            time,
            options => options.MaxPendingMessages = 3);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Late", new StartOrchestrationOptions(StartAt: FakeClock.Beginning.AddDays(1)), Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await engine.Client.RaiseEventAsync(id, "e", i, Cancellation);
        }

        Assert.Contains("3 messages waiting, or received and never waited for", (await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.RaiseEventAsync(id, "e", 3, Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfAnOrchestrator_ForOneThatHasNoRoom_AreLostWithAWarning()
    {
        using var log = new LogLines();
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions()
                .Orchestrator("Deaf", async context => await context.WaitForExternalEvent<string>("never"))
                .Orchestrator("Sender", context =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        context.SendEvent("deaf", "e", i);
                    }

                    return Task.FromResult<object?>(null);
                }),
            configure: options => options.MaxPendingMessages = 3,
            loggers: log);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Deaf", new StartOrchestrationOptions("deaf"), Cancellation);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.RunAsync("Sender")).RuntimeStatus);

        Assert.Equal(3, (await engine.UntilAsync("deaf", history => history.OfType<EventRaisedEvent>().Count() == 3)).OfType<EventRaisedEvent>().Count());
        Assert.Contains("2 events", Assert.Single(log.Warnings, line => line.Contains("'deaf'", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialStores]
    public async Task LongMessage_OfAnOrchestratorsException_IsCutOff(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(
            store,
            eviction,
            new ToyFunctions()
                .Orchestrator("Loud", _ => throw new InvalidOperationException(new string('x', 50_000)))
                .Orchestrator("Parent", async context => (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallSubOrchestratorAsync("Loud"))).FailureDetails.ErrorMessage.Length),
            configure: options => options.MaxPayloadLength = 1_000);

        var end = await engine.RunAsync("Loud");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.EndsWith("[cut off]", end.SerializedOutput, StringComparison.Ordinal);
        Assert.InRange(end.SerializedOutput!.Length, 1_000, 1_100);
        Assert.InRange((await engine.RunAsync("Parent")).ReadOutputAs<int>(), 1_000, 1_100);
    }

    [Fact]
    public async Task LongReason_IsRefused()
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("e")),
            configure: options => options.MaxPayloadLength = 1_000);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);

        Assert.Contains("The reason has 2000 characters", (await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.SuspendInstanceAsync(id, new string('x', 2_000), Cancellation))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ResumeInstanceAsync(id, new string('x', 2_000), Cancellation));
    }

    [Fact]
    public async Task Page_LargerThanAThousand_IsCutToThat_AndGoesOn()
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Late", context => Task.FromResult<object?>(null)));
        await Task.WhenAll(Enumerable.Range(0, 1_001).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Late", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddDays(1)), Cancellation)));

        var sizes = new List<int>();
        await foreach (var page in engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: int.MaxValue)).AsPages().WithCancellation(Cancellation))
        {
            sizes.Add(page.Values.Count);
        }

        Assert.Equal([1_000, 1], sizes);
        Assert.Equal(1_000, (await engine.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Pending], pageSize: int.MaxValue, cancellation: Cancellation)).Values.Count);
    }

    [Theory]
    [InlineData("Reject", OrchestrationRuntimeStatus.Pending)]
    [InlineData("Fail", OrchestrationRuntimeStatus.Failed)]
    public async Task NewerVersion_ThanTheHosts_IsLeftOrFailed(string strategy, OrchestrationRuntimeStatus expected)
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Versioned", context => Task.FromResult<object?>(context.Version)),
            configure: options => (options.DefaultVersion, options.VersionFailureStrategy) = ("1.5", strategy));
        var newer = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Versioned", new StartOrchestrationOptions { Version = "1.10" }, Cancellation);
        var older = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Versioned", new StartOrchestrationOptions { Version = "1.4" }, Cancellation);

        Assert.Equal("1.4", (await engine.EndAsync(older)).ReadOutputAs<string>());
        Assert.Equal("1.5", (await engine.RunAsync("Versioned")).ReadOutputAs<string>());
        Assert.Equal(expected, (await Eventually.GetAsync(() => engine.Client.GetInstanceAsync(newer, Cancellation), instance => instance!.RuntimeStatus == expected))!.RuntimeStatus);
    }

    [Fact]
    public async Task OtherMatchStrategy_AtTheStart_IsRefused()
    {
        await using var engine = new DurableEngine(new FunctionRegistry(), new EmbeddedEngineOptions { VersionMatchStrategy = "Strict" }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        Assert.Contains("'Strict' is not supported", (await Assert.ThrowsAsync<ArgumentException>(() => engine.StartAsync(Cancellation))).Message, StringComparison.Ordinal);
    }

    static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
