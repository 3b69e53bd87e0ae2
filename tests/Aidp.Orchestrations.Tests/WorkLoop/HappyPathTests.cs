using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class HappyPathTests
{
    [Fact]
    public async Task Run_AgentMendsInThreeCalls_CompletesInThreeIterations()
    {
        var drive = new LoopDrive(new() { PassesAfter = 3 });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, RunReasons.AllGatesOpen, 3), (result.Status, result.Reason, result.Iterations));
        Assert.Equal(("aidp/fix-the-sum", "published", "c3"), (result.Branch, result.PublishedCommit, result.FinalCommit));
        Assert.Equal(["unit"], result.FailedBefore);
        Assert.Equal((360, 1.5m), (result.Usage.InputTokens + result.Usage.OutputTokens, result.Usage.CostUsd));
        Assert.Equal((TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(40)), (result.AgentTime, result.ChecksTime));
        Assert.Equal(TimeSpan.FromSeconds(220), result.WallTime);
        Assert.Equal(["Uncommitted changes are not included."], result.Notices);
    }

    [Fact]
    public async Task Run_AgentMendsInThreeCalls_GoesThroughExactlyTheseStates()
    {
        var drive = new LoopDrive(new() { PassesAfter = 3 });

        await drive.RunAsync();

        Assert.Equal(["READY", "TEST"], drive.States(0));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "FAIL", "DIAGNOSE", "NEXT_PATCH"], drive.States(1));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "FAIL", "DIAGNOSE", "NEXT_PATCH"], drive.States(2));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "DONE"], drive.States(3));
        Assert.Equal(Enumerable.Range(1, drive.Trail.Count), drive.Trail.Select(step => step.Sequence));
    }

    [Fact]
    public async Task Run_EachStep_HasItsOwnNumberAndTheRunsRetryPolicy()
    {
        var drive = new LoopDrive(new());

        await drive.RunAsync();

        var steps = drive.Host.Calls.Select(call => LoopDrive.StepOf(call.Input)!).ToList();
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.Number));
        Assert.All(steps, step => Assert.Equal(("r1", "r1:loop"), (step.Run, step.Instance)));
        Assert.All(drive.Host.Calls, call => Assert.Equal(5, call.Options?.Retry?.Policy?.MaxNumberOfAttempts));
        Assert.Equal(
            ["CreateWorktree", "RunTests", "ExecuteAgent", "RunTests", "CollectMetrics", "DiagnoseFailure"],
            drive.Host.Calls.Take(6).Select(call => call.Name));
        Assert.Equal(["PublishBranch", "RemoveWorktree"], drive.Host.Calls.TakeLast(2).Select(call => call.Name));
    }

    [Fact]
    public async Task Run_FailureBefore_ReachesTheNextPrompt()
    {
        var drive = new LoopDrive(new());

        await drive.RunAsync();

        var prompts = drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Prompt).ToList();
        Assert.Equal([null, "diagnosis.md", "diagnosis.md"], prompts.Select(prompt => prompt.Diagnosis));
        Assert.All(prompts, prompt => Assert.Equal(["unit"], prompt.FailedBefore));
        Assert.Equal(["unit: adds two numbers"], drive.Host.Inputs<DiagnoseFailureInput>().Last().Before);
    }
}
