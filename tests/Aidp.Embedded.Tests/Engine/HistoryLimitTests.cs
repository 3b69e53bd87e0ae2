using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Histories that grow without end, in number, in size and by events that nobody waits for.</summary>
public sealed class HistoryLimitTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200, long.MaxValue, "has reached 200 events")]
    [InlineData(int.MaxValue, 1_000_000, "bytes, and 1000000 are allowed")]
    public async Task Endless_IsWarnedOfOnce_ThenFailsWithAdvice(int maxEvents, long maxBytes, string expected)
    {
        using var log = new LogLines();
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.AtEveryAwait,
            new ToyFunctions()
                .Orchestrator("Endless", async context =>
                {
                    while (true)
                    {
                        await context.CallActivityAsync<string>("Make");
                    }
                })
                .Activity<int, string>("Make", _ => new string('x', 20_000)),
            configure: options => (options.MaxHistoryEvents, options.MaxHistoryBytes) = (maxEvents, maxBytes),
            loggers: log);

        var end = await engine.RunAsync("Endless");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(expected, end.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("continue as new", end.SerializedOutput, StringComparison.Ordinal);
        Assert.Single(log.Warnings, line => line.Contains("with more than", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Size_OfAHistory_CountsItsLongTexts_AndBeginsAnewWithIt()
    {
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Eternal", async context =>
            {
                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew("short");
                return null;
            }));
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", new string('x', 100_000), new StartOrchestrationOptions("eternal"), Cancellation);
        await engine.UntilRunningAsync("Eternal");
        Assert.InRange(engine.Engine.Parts.Store.Find("eternal")!.Bytes, 100_000, 101_000);

        await engine.Client.RaiseEventAsync("eternal", "go", "on", Cancellation);
        await engine.UntilAsync("eternal", history => history.OfType<ExecutionStartedEvent>().Single().Input == "\"short\"");

        Assert.InRange(engine.Engine.Parts.Store.Find("eternal")!.Bytes, 100, 1_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_ThatNobodyWaitsFor_AreRefusedBeyondTheLimit_AndTheRunCanBeEnded(bool isSuspended)
    {
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Waiter", async context => await context.WaitForExternalEvent<string>("go")),
            configure: options => options.MaxPendingMessages = 3);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiter", Cancellation);
        await engine.UntilRunningAsync("Waiter");
        if (isSuspended)
        {
            await engine.Client.SuspendInstanceAsync(id, Cancellation);
        }

        for (var i = 0; i < 3; i++)
        {
            await engine.Client.RaiseEventAsync(id, "other", i, Cancellation);
        }

        await engine.UntilAsync(id, history => history.OfType<EventRaisedEvent>().Count() == 3);
        Assert.Contains(
            "received and never waited for",
            (await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.RaiseEventAsync(id, "other", 3, Cancellation))).Message,
            StringComparison.Ordinal);

        await engine.Client.TerminateInstanceAsync(id, Cancellation);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Events_CarriedOverToTheNextGeneration_CountThereAsWell()
    {
        await using var engine = new EngineFixture(
            StoreKind.Sqlite,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Eternal", async context =>
            {
                await context.WaitForExternalEvent<string>("next");
                context.ContinueAsNew();
                return null;
            }),
            configure: options => options.MaxPendingMessages = 2);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eternal", Cancellation);
        await engine.Client.RaiseEventAsync(id, "other", 1, Cancellation);
        await engine.UntilAsync(id, history => history.OfType<EventRaisedEvent>().Any());
        await engine.Client.RaiseEventAsync(id, "next", "on", Cancellation);
        await Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.Find(id)!), row => row is { Buffered: 1, Steps: 2, Events: > 3 });

        await engine.Client.RaiseEventAsync(id, "other", 2, Cancellation);

        Assert.Equal(2, (await Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.Find(id)!), row => row.Buffered == 2)).Buffered);
        await Assert.ThrowsAsync<InstanceStateException>(() => engine.Client.RaiseEventAsync(id, "other", 3, Cancellation));
    }

    [Theory]
    [InlineData("with/slash")]
    [InlineData("@entity")]
    [InlineData("")]
    public async Task SubOrchestration_WithAnIdThatIsNotAllowed_IsRefusedWhereItIsCalled(string id)
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions().Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<int>("Parent", options: new SubOrchestrationOptions { InstanceId = id })));

        var end = await engine.RunAsync("Parent");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("instance id", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongMessage_OfAnActivitysException_IsCutOff()
    {
        await using var engine = new EngineFixture(
            StoreKind.Memory,
            Eviction.WhenIdle,
            new ToyFunctions()
                .Orchestrator("Caller", async context => (await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Fails"))).FailureDetails.ErrorMessage[^20..])
                .Activity<int, int>("Fails", _ => throw new InvalidOperationException(new string('x', 100_000))),
            configure: options => options.MaxPayloadLength = 1_000);

        Assert.Contains("xxx [cut off]", (await engine.RunAsync("Caller")).SerializedOutput, StringComparison.Ordinal);
    }
}
