using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class FinishRunTests
{
    [Theory]
    [InlineData("CreateWorktree")]
    [InlineData("RunTests")]
    [InlineData("ExecuteAgent")]
    [InlineData("DiagnoseFailure")]
    public async Task RunAsync_ActivityFailsAfterAllAttempts_EndsInAResult(string activity)
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == activity ? throw new InvalidOperationException("The disk is full.") : null });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Infrastructure), (result.Status, result.Reason));
        Assert.StartsWith($"{activity} could not be carried out: The disk is full.", result.Detail, StringComparison.Ordinal);
        Assert.Equal("DONE", LoopDrive.Word(drive.Trail[^1].State));
        Assert.All(drive.Host.Inputs<RemoveWorktreeInput>(), input => Assert.True(input.Salvages));
    }

    [Fact]
    public async Task RunAsync_FilesOfAFailedStepAreKept_SaysWhere()
    {
        var drive = new LoopDrive(new()
        {
            Other = (name, _) => name == "ExecuteAgent" ? throw new InvalidOperationException("The disk is full.")
                : name == "RemoveWorktree" ? new RemoveWorktreeResult { Salvaged = "Its files are kept." } : null,
        });

        Assert.EndsWith(" Its files are kept.", (await drive.RunAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DiagnosisFails_PublishesTheWorkSoFar()
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == "DiagnoseFailure" ? throw new InvalidOperationException("x") : null });

        Assert.Equal("aidp/fix-the-sum", (await drive.RunAsync()).Branch);
    }

    [Fact]
    public async Task RunAsync_MetricsFail_GoesOnWithoutCheckpoint()
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == "CollectMetrics" ? throw new InvalidOperationException("no report") : null });

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Contains("There is no checkpoint of iteration 1: no report", result.Notices);
        Assert.Null(drive.Host.Statuses[^1].Checkpoint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_BranchCannotBePublished_SaysWhyAndWhereTheWorkIs(bool throws)
    {
        var drive = new LoopDrive(new()
        {
            Other = (name, _) => name != "PublishBranch" ? null
                : throws ? throw new InvalidOperationException("The branch has moved.")
                : new PublishBranchResult { Error = "The branch has moved." },
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Publish, "c3"), (result.Status, result.Reason, result.FinalCommit));
        Assert.Contains("The branch has moved.", result.Detail, StringComparison.Ordinal);
        Assert.Equal("RemoveWorktree", drive.Host.Calls[^1].Name);
    }

    [Fact]
    public async Task RunAsync_FailedAndBranchCannotBePublished_KeepsTheFirstReason()
    {
        var drive = new LoopDrive(
            new() { PassesAfter = 9, Other = (name, _) => name == "PublishBranch" ? new PublishBranchResult { Error = "The branch has moved." } : null },
            Requests.With(settings => settings with { MaxIterations = 1 }));

        var result = await drive.RunAsync();

        Assert.Equal(RunReasons.MaxIterations, result.Reason);
        Assert.Contains("The branch has moved.", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ChangesCancelEachOther_IsNoChanges()
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == "PublishBranch" ? new PublishBranchResult() : null });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.NoChanges, null), (result.Status, result.Branch));
    }

    [Fact]
    public async Task RunAsync_WorktreeCannotBeRemoved_EndsAsItWouldAndSaysSo()
    {
        var drive = new LoopDrive(new() { Other = (name, _) => name == "RemoveWorktree" ? throw new InvalidOperationException("busy") : null });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, "The worktree was left behind: busy"), (result.Status, result.Detail));
    }

    [Fact]
    public async Task RunAsync_Completed_CommitsWithTheTaskAsSubject()
    {
        var drive = new LoopDrive(new());

        await drive.RunAsync();

        Assert.Equal("Fix the sum\n\nCompleted in 3 iterations; all required checks pass.\n\nAidp-Run: r1\n", drive.Host.Inputs<PublishBranchInput>().Single().Message);
    }
}
