using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class GuardRunTests
{
    static readonly GuardViolation _violation = new("exclude", "vendor/a.js", "it is excluded from what may be changed");

    [Fact]
    public async Task Run_NothingForbidden_CostsNoFurtherStep()
    {
        var drive = new LoopDrive(new());

        await drive.RunAsync();

        Assert.DoesNotContain(drive.Host.Calls, call => call.Name == FunctionNames.EnforceGuard);
    }

    [Fact]
    public async Task Run_Violation_IsUndoneAndToldAndKeepsTheRunFromCompleting()
    {
        var drive = new LoopDrive(new()
        {
            PassesAfter = 1,
            Agent = (_, call, result) => call == 1 ? Forbidden(result) : result,
            Enforce = (input, result) => Undone(input, result) with { FilesChanged = 1 },
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        var enforced = Assert.Single(drive.Host.Inputs<EnforceGuardInput>());
        Assert.Equal(("base", false), (enforced.Before, enforced.Publishing));
        Assert.Equal("undone", drive.Host.Inputs<RunCheckInput>().First(input => input.Step.Iteration == 1).Workspace.Commit);
        Assert.Null(drive.Prompts[0].Undone);
        Assert.Contains("- vendor/a.js: it is excluded from what may be changed", drive.Prompts[1].Undone, StringComparison.Ordinal);
        Assert.Contains("was undone", drive.Prompts[1].OpenGate, StringComparison.Ordinal);
        Assert.Contains(result.Notices, notice => notice.StartsWith("Iteration 1: undone by the guard policy: vendor/a.js", StringComparison.Ordinal));
        Assert.Contains(drive.Host.Statuses, status => status.Gates is { Checks: true, Guard: false });
    }

    [Fact]
    public async Task Run_AgentWhoseEveryChangeIsUndone_EndsLongBeforeTheLimitAndSaysWhy()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, _, result) => Forbidden(result), Enforce = (input, result) => Undone(input, result) with { FilesChanged = 0 } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Guard, Stall.MostIdle, null), (result.Status, result.Reason, result.Iterations, result.Branch));
        Assert.Contains("vendor/a.js: it is excluded", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AgentOutcome.Timeout)]
    [InlineData(AgentOutcome.Transient)]
    [InlineData(AgentOutcome.Permanent)]
    public async Task Run_ViolationOfACallThatFailed_IsUndoneBeforeTheNextCall(AgentOutcome outcome)
    {
        var drive = new LoopDrive(new()
        {
            Agent = (_, call, result) => call == 1 ? Forbidden(result) with { Outcome = outcome, SaysComplete = false } : result,
            Enforce = (input, result) => Undone(input, result) with { FilesChanged = 0 },
        });

        await drive.RunAsync();

        Assert.Equal("undone", drive.Host.Inputs<ExecuteAgentInput>().ElementAt(1).Workspace.Commit);
        Assert.NotNull(drive.Prompts[1].Undone);
    }

    [Fact]
    public async Task Approval_WhileItWaits_ShowsWhatItWaitsForAndCostsNoHistory()
    {
        var drive = Waiting();
        _ = drive.Host.RunUntil(new WorkLoopOrchestration().RunAsync, () => drive.Host.Statuses.LastOrDefault()?.Approval is not null);
        var (history, calls) = (drive.Host.HistoryLength, drive.Host.Calls.Count);

        drive.Host.TakeTime(TimeSpan.FromHours(10));

        Assert.Equal((history, calls, FunctionNames.ExecuteAgent), (drive.Host.HistoryLength, drive.Host.Calls.Count, drive.Host.Calls[^1].Name));
        var status = drive.Host.Statuses[^1];
        Assert.Equal((2, "c1", "guard.json"), (status.Approval!.Files, status.Approval.Commit, status.Approval.Artifact));
        Assert.StartsWith("approval of 2 files since 12:01 UTC (a.lock, b.lock)", status.Why, StringComparison.Ordinal);
        Assert.StartsWith("approval of 2 files since 10 h 0 min (a.lock, b.lock)", Why.Of(status, drive.Host.Now), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_FileByFile_GoesOnWhenAllAreApprovedAndJudgesByThatFromThenOn()
    {
        var drive = Waiting();
        drive.Host
            .When(status => status.Approval is { Files: 2 }, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide("approve", "b.lock")))
            .When(status => status.Approval is { Files: 1 }, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide("approve", "a.lock")));

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.DoesNotContain(drive.Host.Calls, call => call.Name == FunctionNames.EnforceGuard);
        var decisions = drive.Host.Inputs<ExecuteAgentInput>().ElementAt(1).Guard.Decisions;
        Assert.Equal([("c1", "b.lock", true, "ann"), ("c1", "a.lock", true, "ann")], decisions.Select(decision => (decision.Commit, decision.Files.Single(), decision.Approved, decision.By!)));
    }

    [Fact]
    public async Task Deny_AnyFile_UndoesItBeforeAnyCheckRuns()
    {
        var drive = Waiting();
        drive.Host.When(status => status.Approval is not null, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide("deny")));

        await drive.RunAsync();

        var enforced = drive.Host.Inputs<EnforceGuardInput>().First();
        Assert.Equal((false, "because"), (enforced.Guard.Decisions[0].Approved, enforced.Guard.Decisions[0].Reason));
        Assert.Equal([FunctionNames.ExecuteAgent, FunctionNames.EnforceGuard, FunctionNames.RunTests], drive.Host.Calls.SkipWhile(call => call.Name != FunctionNames.ExecuteAgent).Take(3).Select(call => call.Name));
    }

    [Theory]
    [InlineData("approve", "c.lock", null)]
    [InlineData("approve", "a.lock", "another commit")]
    [InlineData("perhaps", "a.lock", null)]
    public async Task Approve_WhatDoesNotWait_IsIgnoredAndGoesOnWaiting(string decision, string file, string? commit)
    {
        var drive = Waiting();
        drive.Host
            .When(status => status.Approval is not null, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide(decision, file) with { Commit = commit }))
            .When(status => status.Signals.Any(signal => signal.Answer == SignalAnswer.Ignored), () => drive.Host.Raise(SignalNames.Cancel));

        Assert.Equal(RunStatus.Cancelled, (await drive.RunAsync()).Status);
        Assert.All(drive.Host.Statuses.Where(status => status.Approval is not null), status => Assert.Equal(2, status.Approval!.Files));
    }

    [Fact]
    public async Task Pause_WhileFilesWait_TakesEffectAtOnceAndTheApprovalCountsAllTheSame()
    {
        var drive = Waiting();
        drive.Host
            .When(status => status.Approval is not null, () => drive.Host.Raise(SignalNames.Pause, Signals.By("ann")))
            .When(status => status.Paused?.Since is not null, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide("approve")))
            .When(status => status.Approval is null && status.Paused is not null, () => drive.Host.Raise(SignalNames.Resume));

        Assert.Equal(RunStatus.Completed, (await drive.RunAsync()).Status);
    }

    [Fact]
    public async Task Cancel_WhileFilesWait_PublishesTheRestWithoutThem()
    {
        var drive = Waiting(publish: (input, result) => input.Workspace.Commit == "undone" ? result : new() { Guard = new() { Commit = input.Workspace.Commit, Awaiting = ["a.lock", "b.lock"] } });
        drive.Host.When(status => status.Approval is not null, () => drive.Host.Raise(SignalNames.Cancel));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, "aidp/fix-the-sum"), (result.Status, result.Branch));
        Assert.True(Assert.Single(drive.Host.Inputs<EnforceGuardInput>()).Publishing);
        Assert.Equal(2, drive.Host.Inputs<PublishBranchInput>().Count());
    }

    [Fact]
    public async Task UpdateGuardPolicy_WhileTheAgentRuns_JudgesThatCallAlready()
    {
        var drive = new LoopDrive(new());
        drive.Host.When(status => status.Step?.Activity == FunctionNames.ExecuteAgent, () => drive.Host.Raise(SignalNames.UpdateGuardPolicy, Signals.Guard("vendor/")));

        await drive.RunAsync();

        var enforced = Assert.Single(drive.Host.Inputs<EnforceGuardInput>());
        Assert.Equal(["vendor/"], enforced.Guard.Settings.Exclude);
        Assert.Equal(["vendor/"], drive.Host.Inputs<ExecuteAgentInput>().Last().Guard.Settings.Exclude);
        Assert.Contains(drive.Host.Statuses, status => status.Signals is [{ Name: SignalNames.UpdateGuardPolicy, Answer: SignalAnswer.Pending, Author: "ann" }]);
        Assert.Equal((SignalAnswer.Applied, 1), (drive.Host.Statuses[^1].Signals[0].Answer, drive.Host.Statuses[^1].Signals[0].Iteration));
    }

    [Fact]
    public async Task UpdateGuardPolicy_AfterTheLastCall_IsJudgedByBeforeTheRunCompletes()
    {
        var first = true;
        var drive = new LoopDrive(new()
        {
            PassesAfter = 1,
            Enforce = (input, result) => first && !(first = false) ? Undone(input, result) : result,
        });
        drive.Host.When(status => status is { Iteration: 1, Step.Activity: FunctionNames.RunTests }, () => drive.Host.Raise(SignalNames.UpdateGuardPolicy, Signals.Guard("vendor/")));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.Contains("vendor/a.js", drive.Prompts[1].Undone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateGuardPolicy_AfterTheLastCallWithFilesToApprove_AsksBeforeTheRunCompletes()
    {
        var drive = new LoopDrive(new()
        {
            PassesAfter = 1,
            Enforce = (input, result) => input.Guard.Decisions.Count == 0 ? result with { Guard = new() { Commit = input.Workspace.Commit, Awaiting = ["a.lock"] } } : result,
        });
        drive.Host
            .When(status => status is { Iteration: 1, Step.Activity: FunctionNames.RunTests }, () => drive.Host.Raise(SignalNames.UpdateGuardPolicy, new GuardSignal { Confirm = ["*.lock"] }))
            .When(status => status.Approval is not null, () => drive.Host.Raise(SignalNames.Approve, Signals.Decide("approve")));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        Assert.False(Assert.Single(drive.Host.Inputs<EnforceGuardInput>()).Publishing);
        Assert.True(Assert.Single(drive.Host.Inputs<PublishBranchInput>()).Guard.Decisions.Single().Approved);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Exclude":["#"]}""")]
    [InlineData("""{"Exclude":"vendor/"}""")]
    [InlineData("""{"Exclud":["vendor/"]}""")]
    [InlineData("""{"MaxFiles":-1}""")]
    [InlineData("7")]
    public async Task UpdateGuardPolicy_ThatMakesNoSense_IsIgnoredWithAReason(string payload)
    {
        var drive = new LoopDrive(new());
        drive.Host.When(status => status.Step?.Activity == FunctionNames.ExecuteAgent, () => drive.Host.Raise(SignalNames.UpdateGuardPolicy, System.Text.Json.JsonElement.Parse(payload)));

        await drive.RunAsync();

        var entry = Assert.Single(drive.Host.Statuses[^1].Signals);
        Assert.Equal(SignalAnswer.Ignored, entry.Answer);
        Assert.NotNull(entry.Note);
        Assert.Empty(drive.Host.Inputs<EnforceGuardInput>());
    }

    [Fact]
    public async Task Publish_ChangeThatIsTooLargeAsAWhole_IsNotPublished()
    {
        GuardFindings tooLarge = new() { Commit = "c", Violations = [new("max_files", null, "the change has 9 files in all, and at most 5 are allowed")], ViolationCount = 1 };
        var drive = new LoopDrive(new()
        {
            PassesAfter = 1,
            Other = (_, input) => input is PublishBranchInput ? new PublishBranchResult { Guard = tooLarge } : null,
            Enforce = (_, result) => result with { Guard = tooLarge, StillTooLarge = true },
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Guard, null), (result.Status, result.Reason, result.Branch));
        Assert.Contains("at most 5 are allowed", result.Detail, StringComparison.Ordinal);
        Assert.Single(drive.Host.Inputs<PublishBranchInput>());
    }

    static ExecuteAgentResult Forbidden(ExecuteAgentResult result) => result with { Guard = new() { Commit = result.Workspace.Commit, Violations = [_violation], ViolationCount = 1 } };

    static EnforceGuardResult Undone(EnforceGuardInput input, EnforceGuardResult result) =>
        result with { Workspace = input.Workspace with { Commit = "undone" }, Guard = new() { Commit = "undone", Violations = [_violation], ViolationCount = 1 } };

    /// <summary>The first call changes two files that need approval; what is denied is undone.</summary>
    static LoopDrive Waiting(Func<PublishBranchInput, PublishBranchResult, PublishBranchResult>? publish = null) => new(new()
    {
        PassesAfter = 2,
        Agent = (_, call, result) => call == 1 ? result with { Guard = new() { Commit = result.Workspace.Commit, Awaiting = ["a.lock", "b.lock"], Artifact = "guard.json" } } : result,
        Enforce = Undone,
        Other = (_, input) => publish is not null && input is PublishBranchInput asked ? publish(asked, new() { Branch = $"aidp/{asked.Workspace.Slug}", Commit = "published" }) : null,
    });
}
