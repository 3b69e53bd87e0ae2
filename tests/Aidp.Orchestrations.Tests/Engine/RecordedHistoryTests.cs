using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Replay;
using Aidp.Orchestrations.Tests.Driving;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.Engine;

public sealed class RecordedHistoryTests
{
    public static TheoryData<string> Histories => [.. RecordedHistory.Files];

    [Theory]
    [MemberData(nameof(Histories))]
    public void Replay_RecordedHistory_GivesTheSameDecisions(string file)
    {
        var functions = EngineDrive.Orchestrators();

        Assert.Equal(OrchestrationRuntimeStatus.Completed, RecordedHistory.Replay(file, name => functions.FindOrchestrator(name)!));
    }

    [Fact]
    public void Histories_EveryKindOfEnding_IsRecorded() =>
        Assert.Superset(
            new HashSet<string> { "v1-loop-cancelled.json", "v1-loop-completed.json", "v1-loop-failed.json", "v1-loop-guarded.json", "v1-loop-paused-and-instructed.json", "v1-loop-resumed.json", "v1-loop-retried.json", "v1-loop-waited.json", "v1-run.json" },
            new HashSet<string>(RecordedHistory.Files));

    public static TheoryData<string, OrchestratorInvoker> Changes => new()
    {
        { "asks for metrics first", async context => await FirstAsync(context) },
        { "ends at once", static _ => Task.FromResult<object?>(null) },
        { "waits a moment", async context => await LaterAsync(context) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Replay_ChangedOrchestrator_IsFoundOut(string change, OrchestratorInvoker changed)
    {
        Assert.NotEmpty(change);
        Assert.Throws<NonDeterministicOrchestrationException>(() => RecordedHistory.Replay("v1-loop-completed.json", _ => changed));
    }

    static async Task<object?> FirstAsync(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<object?>(FunctionNames.CollectMetrics);
        return await new WorkLoopOrchestration().RunAsync(context);
    }

    static async Task<object?> LaterAsync(TaskOrchestrationContext context)
    {
        var result = await new WorkLoopOrchestration().RunAsync(context);
        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
        return result;
    }
}
