using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class StartRunTests
{
    [Fact]
    public async Task RunAsync_CheckCannotStartOnTheBase_StopsBeforeMoneyIsSpent()
    {
        var drive = new LoopDrive(new() { Check = (_, result) => result with { Verdict = result.Verdict with { Outcome = CheckOutcome.CannotStart }, Error = "make: not found." } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.CheckCannotStart, 0), (result.Status, result.Reason, result.Iterations));
        Assert.Equal("Check 'unit' cannot start: make: not found. No agent was called.", result.Detail);
        Assert.Equal(["CreateWorktree", "RunTests", "RemoveWorktree"], drive.Host.Calls.Select(call => call.Name));
        Assert.Equal(["READY", "TEST", "DONE"], drive.States(0));
    }

    [Fact]
    public async Task RunAsync_NoWorkspace_EndsWithItsReason()
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == "CreateWorktree" ? new CreateWorktreeResult { Error = "The repository has no commit." } : null });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Workspace, "The repository has no commit."), (result.Status, result.Reason, result.Detail));
        Assert.Null(result.FinalCommit);
        Assert.Single(drive.Host.Calls);
    }

    [Fact]
    public async Task RunAsync_ChecksPassOnTheBase_NamesNoFailureBefore()
    {
        var drive = new LoopDrive(new() { PassesAfter = 0 });

        var result = await drive.RunAsync();

        Assert.Empty(result.FailedBefore);
        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
    }

    [Fact]
    public async Task RunAsync_NoChecks_NeedsOnlyTheAgentsWord()
    {
        var drive = new LoopDrive(new() { PassesAfter = 2 }, Requests.With(settings => settings with { Checks = [] }));

        Assert.Equal((RunStatus.Completed, 2), ((await drive.RunAsync()).Status, drive.Result!.Iterations));
    }
}
