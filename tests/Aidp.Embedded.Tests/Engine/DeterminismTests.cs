using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Replay;

namespace Aidp.Embedded.Tests.Engine;

public sealed class DeterminismTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [CombinatorialStores]
    [SuppressMessage("Usage", "VSTHRD101", Justification = "The mistake that is tested.")]
    public async Task AsyncVoid_ThatThrows_FailsItsOrchestrationOnly(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Careless", async context =>
            {
                new List<int> { 1, 2 }.ForEach(async item => await context.CallActivityAsync("Fail", item));
                return await context.WaitForExternalEvent<string>("never");
            })
            .Orchestrator("Careful", async context => await context.CallActivityAsync<int>("Double", 21))
            .Activity<int, int>("Fail", _ => throw new InvalidOperationException("no luck"))
            .Activity<int, int>("Double", value => value * 2));

        var careless = await engine.RunAsync("Careless");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, careless.RuntimeStatus);
        Assert.Contains("no luck", careless.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(42, (await engine.RunAsync("Careful")).ReadOutputAs<int>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task IsReplaying_AtEachStep_IsTrueOnlyForThePast(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Replayer", async context =>
            {
                var seen = new List<bool> { context.IsReplaying };
                await context.CallActivityAsync<bool>("NoOp", context.IsReplaying);
                seen.Add(context.IsReplaying);
                await context.CallActivityAsync<bool>("NoOp", context.IsReplaying);
                seen.Add(context.IsReplaying);
                return seen;
            })
            .Activity<bool, bool>("NoOp", value => value));

        var end = await engine.RunAsync("Replayer");

        Assert.Equal(eviction == Eviction.AtEveryAwait ? [true, true, false] : new[] { false, false, false }, end.ReadOutputAs<bool[]>()!);
    }

    [Theory]
    [CombinatorialStores]
    public async Task NewGuidAndTime_AcrossAReplay_AreTheSameAndOfVersionFive(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Guids", async context =>
            {
                var (first, now) = (context.NewGuid(), context.CurrentUtcDateTime);
                var (echo, then) = (await context.CallActivityAsync<Guid>("Echo", first), now);
                return echo == first && then <= context.CurrentUtcDateTime && first != context.NewGuid() && first.Version == 5;
            })
            .Activity<Guid, Guid>("Echo", value => value));

        Assert.True((await engine.RunAsync("Guids")).ReadOutputAs<bool>());
    }

    [Theory]
    [CombinatorialStores]
    public async Task AwaitOfAForeignTask_Detected_FailsTheInstance(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Delay", async _ =>
            {
                await Task.Delay(1);
                return null;
            }));

        AssertInvalidAwait(await engine.RunAsync("Delay"));
    }

    [Theory]
    [CombinatorialStores]
    public async Task AwaitOfAForeignTask_BesideADurableOne_FailsTheInstance(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Both", async context =>
            {
                var waiting = context.WaitForExternalEvent<string>("never");
                await Task.WhenAny(waiting, Task.Delay(100).ContinueWith(_ => 1, TaskScheduler.Default));
                return "went on";
            }));

        AssertInvalidAwait(await engine.RunAsync("Both"));
    }

    [Theory]
    [CombinatorialStores]
    public async Task ConfigureAwaitFalse_LeavingTheThread_FailsTheInstance(StoreKind store, Eviction eviction)
    {
        await using var engine = new EngineFixture(store, eviction, new ToyFunctions()
            .Orchestrator("Escaper", async context =>
            {
                await context.CallActivityAsync<int>("NoOp").ConfigureAwait(false);
                return await context.CallActivityAsync<int>("NoOp");
            })
            .Activity<int, int>("NoOp", value => value));

        AssertInvalidAwait(await engine.RunAsync("Escaper"));
    }

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task ChangedDecision_Replayed_FailsThatInstanceAloneNamingBothSides(StoreKind store)
    {
        var name = "Before";
        await using var engine = new EngineFixture(store, Eviction.AtEveryAwait, new ToyFunctions()
            .Orchestrator("Changing", async context =>
            {
                await context.CallActivityAsync<int>(name);
                return await context.WaitForExternalEvent<string>("e");
            })
            .Orchestrator("Steady", async context => await context.WaitForExternalEvent<string>("e"))
            .Activity<int, int>("Before", value => value)
            .Activity<int, int>("After", value => value));
        var changing = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Changing", Cancellation);
        var steady = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Steady", Cancellation);
        await engine.UntilAsync(changing, history => history.Exists(item => item is DurableTask.History.TaskCompletedEvent));

        name = "After";
        await engine.Client.RaiseEventAsync(changing, "e", "x", Cancellation);
        await engine.Client.RaiseEventAsync(steady, "e", "x", Cancellation);

        var end = await engine.EndAsync(changing);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("Its history says (event 2): call activity 'Before' (#0). The code now does: call activity 'After' (#0).", end.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndAsync(steady)).RuntimeStatus);
    }

    [Fact]
    public async Task RecordedHistory_OfTheSameCode_HasTheSameDecisions_AndOfChangedCodeNot()
    {
        static ToyFunctions Functions(string second) => new ToyFunctions()
            .Orchestrator("Recorded", async context =>
            {
                await context.CallActivityAsync<int>("First", TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1))));
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                await context.CallActivityAsync<int>(second);
                return context.NewGuid();
            })
            .Activity<int, int>("First", value => value)
            .Activity<int, int>("Second", value => value)
            .Activity<int, int>("Other", value => value);
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions("Second"));
        var end = await engine.RunAsync("Recorded");
        var recorded = new RecordedHistory([.. await engine.Client.GetOrchestrationHistoryAsync(end.InstanceId, Cancellation)]);

        var reread = RecordedHistory.Parse(recorded.ToJson());

        Assert.Equal(recorded.ToJson(), reread.ToJson());
        Assert.True(reread.Replay(Functions("Second").Registry).IsSame);
        var verdict = reread.Replay(Functions("Other").Registry);
        Assert.Equal(("call activity 'Second' (#2)", "call activity 'Other' (#2)"), (verdict.Recorded, verdict.Replayed));
    }

    [Fact]
    public void RecordedHistory_NotOneOrOfAnUnknownOrchestrator_SaysSo()
    {
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => RecordedHistory.Parse("""[{"type":"Strange"}]"""));
        Assert.Throws<ArgumentException>(() => RecordedHistory.Parse("[]").Replay(new FunctionRegistry()));
        Assert.Contains("'Gone'", Assert.Throws<ArgumentException>(() =>
            RecordedHistory.Parse("""[{"type":"ExecutionStarted","time":"2026-01-01T00:00:00Z","id":-1,"name":"Gone"}]""").Replay(new FunctionRegistry())).Message, StringComparison.Ordinal);
    }

    static void AssertInvalidAwait(OrchestrationMetadata end)
    {
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.StartsWith("System.InvalidOperationException: An invalid asynchronous invocation was detected.", end.SerializedOutput, StringComparison.Ordinal);
    }
}
