using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class WhyTests
{
    static readonly DateTime _at = new(2026, 3, 1, 14, 5, 0, DateTimeKind.Utc);
    static readonly LoopStatus _status = new() { State = LoopState.Ready, Since = _at, StartedAt = _at, Why = "" };

    public static TheoryData<string, string?, string> Steps => new()
    {
        { "CreateWorktree", null, "workspace and setup commands since 14:05 UTC" },
        { "ExecuteAgent", "claude", "agent claude since 14:05 UTC" },
        { "RunTests", "unit", "check unit since 14:05 UTC" },
        { "RunLinter", "style", "check style since 14:05 UTC" },
        { "CommitChanges", "format", "commit of formatted files since 14:05 UTC" },
        { "DiagnoseFailure", null, "diagnosis of the failures since 14:05 UTC" },
        { "CollectMetrics", null, "metrics since 14:05 UTC" },
        { "PublishBranch", null, "publication of the branch since 14:05 UTC" },
        { "RemoveWorktree", null, "clean-up of the worktree since 14:05 UTC" },
        { "Unheard", null, "Unheard since 14:05 UTC" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Of_RunningStep_NamesItAndItsStart(string activity, string? target, string line) =>
        Assert.Equal(line, Why.Of(_status with { Step = new(activity, target, _at) }));

    [Fact]
    public void Of_AgentWithModel_NamesTheModel() =>
        Assert.Equal("agent claude (opus) since 14:05 UTC", Why.Of(_status with { Model = "opus", Step = new("ExecuteAgent", "claude", _at) }));

    [Fact]
    public void Of_PauseAskedFor_SaysWhatComesFirst() =>
        Assert.Equal("check unit since 14:05 UTC; then pauses by ann", Why.Of(_status with { Step = new("RunTests", "unit", _at), Paused = new("ann", _at) }));

    [Fact]
    public void Of_Paused_SaysByWhom() => Assert.Equal("paused by ann since 14:05 UTC; resume to go on", Why.Of(_status with { Paused = new("ann", _at, _at) }));

    [Fact]
    public void Of_PausedByNobodyKnown_SaysSince() => Assert.Equal("paused since 14:05 UTC; resume to go on", Why.Of(_status with { Paused = new(null, _at, _at) }));

    [Fact]
    public void Of_WaitingForAPerson_SaysWhatToDo() => Assert.Equal(
        "Agent claude: not logged in. Waits for a person: log in to claude.",
        Why.Of(_status with { Waiting = new(AgentOutcome.AuthExpired, "Agent claude: not logged in.", "log in to claude.", _at, null) }));

    [Fact]
    public void Of_WaitingForATime_SaysWhen() => Assert.Equal(
        "Agent claude: quota. Tries again at 14:05 UTC.",
        Why.Of(_status with { Waiting = new(AgentOutcome.QuotaExceeded, "Agent claude: quota.", "wait.", _at, _at) }));

    [Fact]
    public void Of_CancellingWithStep_SaysWhatIsEnded() =>
        Assert.Equal("cancelled: agent claude since 14:05 UTC is being ended", Why.Of(_status with { Cancelling = true, Step = new("ExecuteAgent", "claude", _at) }));

    [Fact]
    public void Of_CancellingBetweenSteps_SaysThatWorkIsKept() => Assert.Equal("cancelled: the work is being kept", Why.Of(_status with { Cancelling = true }));

    [Fact]
    public void Of_DoneAndPublishing_NamesTheStep() =>
        Assert.Equal("publication of the branch since 14:05 UTC", Why.Of(_status with { State = LoopState.Done, Step = new("PublishBranch", null, _at) }));

    [Fact]
    public void Of_Done_SaysSo() => Assert.Equal("nothing: the loop has ended", Why.Of(_status with { State = LoopState.Done }));

    [Fact]
    public void Of_BetweenSteps_SaysTheNextStep() => Assert.Equal("the next step", Why.Of(_status));
}
