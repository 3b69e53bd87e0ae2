using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class StallRunTests
{
    static RunRequest WithFullLoop { get; } = Requests.With(settings => settings with
    {
        Checks = [Requests.Tests, new() { Name = "everything", Run = "make all", Category = CheckCategory.Custom, RunAfter = CheckPhase.FullLoop }],
    });

    [Fact]
    public async Task RunAsync_ChecksPassAndAgentChangedNothing_IsNotDoneButNoChanges()
    {
        var drive = new LoopDrive(new() { PassesAfter = 0, FilesChanged = 0 });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.NoChanges, RunReasons.NoChanges, 1), (result.Status, result.Reason, result.Iterations));
        Assert.Null(result.Branch);
        Assert.DoesNotContain(drive.Host.Calls, call => call.Name == "PublishBranch");
    }

    [Fact]
    public async Task RunAsync_OnlyTheFullLoopFailsAndAgentChangedNothing_EndsStalled()
    {
        var drive = new LoopDrive(new() { PassesAfter = 0, FilesChanged = 0, Check = FailsInFullLoop }, WithFullLoop);

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Stalled, 3), (result.Status, result.Reason, result.Iterations));
    }

    [Fact]
    public async Task RunAsync_FullLoopFailsAgain_DiagnosesTheFailuresAsRepeatedAndTheChangeSinceAllPassed()
    {
        var drive = new LoopDrive(new() { PassesAfter = 0, Check = FailsInFullLoop }, WithFullLoop with { Settings = WithFullLoop.Settings with { MaxIterations = 2 } });

        await drive.RunAsync();

        var diagnosed = drive.Host.Inputs<DiagnoseFailureInput>().ToList();
        Assert.Equal([0, 1], diagnosed.Select(input => input.Before.Count));
        Assert.All(diagnosed, input => Assert.Null(input.LastPass));
    }

    [Fact]
    public async Task RunAsync_AgentChangesNothingAndNeverSaysComplete_EndsAfterThreeIterations()
    {
        var drive = new LoopDrive(new() { PassesAfter = 0, FilesChanged = 0, Agent = (_, _, result) => result with { SaysComplete = false } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.NoChanges, 3), (result.Status, result.Iterations));
    }

    [Fact]
    public async Task RunAsync_ChecksFailAndAgentChangesNothing_EndsStalled()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000, FilesChanged = 0 });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Stalled, 3), (result.Status, result.Reason, result.Iterations));
    }

    [Fact]
    public async Task RunAsync_WorkDoneButNeverSaidComplete_EndsStalledAndKeepsTheWork()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, call, result) => result with { SaysComplete = false, FilesChanged = call == 1 ? 1 : 0 } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Stalled, 4, "aidp/fix-the-sum"), (result.Status, result.Reason, result.Iterations, result.Branch));
    }

    [Fact]
    public async Task RunAsync_InstructionBetween_StartsTheCountAnew()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000, FilesChanged = 0 });
        drive.Host.When(status => status.Iteration == 2, () => drive.Host.Raise("inject_instruction", Signals.Instruction("Look at sum.c")));

        var result = await drive.RunAsync();

        // It is given in iteration 3, since the call of iteration 2 has begun.
        Assert.Equal((RunReasons.Stalled, 5), (result.Reason, result.Iterations));
    }

    [Theory]
    [InlineData(AgentOutcome.Permanent)]
    [InlineData(AgentOutcome.SandboxViolation)]
    public async Task RunAsync_AgentFailsForGood_EndsAfterThreeInARow(AgentOutcome outcome)
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000, Agent = (_, _, result) => result with { Outcome = outcome, Error = "exit code 137" } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Agent, 3), (result.Status, result.Reason, result.Iterations));
        Assert.Contains("exit code 137", result.Detail, StringComparison.Ordinal);
        Assert.Contains("exit code 137", drive.Prompts[1].LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AgentOutcome.Timeout)]
    [InlineData(AgentOutcome.IdleTimeout)]
    public async Task RunAsync_AgentTimesOutOnce_CountsAsAFailedIterationAndGoesOn(AgentOutcome outcome)
    {
        var drive = new LoopDrive(new()
        {
            PassesAfter = 2,
            Agent = (_, call, result) => call == 1 ? result with { Outcome = outcome, Error = "It ran longer than 60 minutes.", FilesChanged = 0 } : result,
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.Equal(["READY", "APPLY_PATCH", "FAIL", "DIAGNOSE", "NEXT_PATCH"], drive.States(1));
        Assert.Contains("60 minutes", drive.Prompts[1].LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AgentTimesOutWithWorkDone_JudgesTheWork()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, call, result) => call == 1 ? result with { Outcome = AgentOutcome.Timeout, Error = "Too long." } : result });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "NEXT_PATCH"], drive.States(1));
    }

    static CheckResult FailsInFullLoop(RunCheckInput input, CheckResult result) => input.Check.Name != "everything" ? result
        : result with { Verdict = result.Verdict with { Outcome = CheckOutcome.Failed }, ExitCode = 1, Failures = ["does not link"] };
}
