using System.Text.Json;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.Control;

public sealed class ControlRunTests
{
    [Fact]
    public async Task Pause_WhileTheAgentRuns_StandsStillBeforeTheNextStepAndCostsNoHistory()
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Pause, Signals.By("ann")));
        await RunUntilPausedAsync(drive);
        var history = drive.Host.HistoryLength;
        var calls = drive.Host.Calls.Count;

        drive.Host.TakeTime(TimeSpan.FromMinutes(10));

        Assert.Equal((history, calls), (drive.Host.HistoryLength, drive.Host.Calls.Count));
        Assert.Equal("ExecuteAgent", drive.Host.Calls[^1].Name);
        var status = drive.Host.Statuses[^1];
        Assert.Equal("ann", status.Paused!.By);
        Assert.StartsWith("paused by ann since ", status.Why, StringComparison.Ordinal);
        Assert.Equal((SignalAnswer.Applied, 1), (status.Signals[0].Answer, status.Signals[0].Iteration));
    }

    [Fact]
    public async Task Pause_BeforeItTakesEffect_ShowsAsPendingAtOnce()
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Pause, Signals.By("ann")));

        await RunUntilPausedAsync(drive);

        var pending = drive.Host.Statuses.First(status => status.Paused is not null);
        Assert.Equal(("ExecuteAgent", null), (pending.Step?.Activity, pending.Paused!.Since));
        Assert.Equal((1, SignalNames.Pause, "c-1", "ann", SignalAnswer.Pending), Entry(pending.Signals.Single()));
        Assert.EndsWith("; then pauses by ann", pending.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_AfterAPause_GoesOnWhereItStood()
    {
        var drive = new LoopDrive(new());
        drive.Host
            .When(IsCalling("RunTests"), () => drive.Host.Raise(SignalNames.Pause))
            .When(status => status.Paused?.Since is not null, () => drive.Host.Raise(SignalNames.Resume));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 3), (result.Status, result.Iterations));
        Assert.Null(drive.Host.Statuses[^1].Paused);
    }

    public static TheoryData<string, int> Steps => new()
    {
        { "CreateWorktree", 0 }, { "RunTests", 0 }, { "ExecuteAgent", 1 }, { "RunTests", 1 }, { "CollectMetrics", 1 }, { "DiagnoseFailure", 1 }, { "ExecuteAgent", 2 }, { "CommitChanges", 1 },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Cancel_DuringAnyStep_EndsCancelledAndKeepsTheWork(string activity, int iteration)
    {
        CheckSettings format = new() { Name = "format", Run = "format", Category = CheckCategory.Format };
        var drive = new LoopDrive(
            new() { Check = (input, result) => result with { ChangedFiles = input.Check.Name == "format" } },
            Requests.With(settings => settings with { Checks = [.. settings.Checks, format] }));
        drive.Host.When(status => IsCalling(activity)(status) && status.Iteration == iteration, () => drive.Host.Raise(SignalNames.Cancel, Signals.By("ann")));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, RunReasons.Cancelled, "The run was cancelled by ann."), (result.Status, result.Reason, result.Detail));
        Assert.Equal(drive.World.AgentCalls > 0 ? "aidp/fix-the-sum" : null, result.Branch);
        Assert.Equal("RemoveWorktree", drive.Host.Calls[^1].Name);
        Assert.Equal(activity, drive.Host.Calls.Last(call => call.Name is not ("PublishBranch" or "RemoveWorktree")).Name);
        Assert.Equal(SignalAnswer.Applied, drive.Host.Statuses[^1].Signals.Single().Answer);
    }

    [Fact]
    public async Task Cancel_WhileTheAgentRuns_IsSeenByTheStepInTheStoredStatus()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1 });
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Cancel));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, "c1", 0), (result.Status, result.FinalCommit, result.Iterations));
        Assert.Contains(drive.Host.Statuses, status => status is { Cancelling: true, Why: ['c', 'a', 'n', 'c', ..] });
    }

    [Fact]
    public async Task Cancel_WhilePaused_EndsCancelled()
    {
        var drive = new LoopDrive(new());
        drive.Host
            .When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Pause))
            .When(status => status.Paused?.Since is not null, () => drive.Host.Raise(SignalNames.Cancel));

        Assert.Equal(RunStatus.Cancelled, (await drive.RunAsync()).Status);
    }

    [Fact]
    public async Task Cancel_WhileWaiting_EndsCancelled()
    {
        var drive = new LoopDrive(new() { Agent = (_, _, result) => result with { Outcome = AgentOutcome.AuthExpired, FilesChanged = 0 } });
        drive.Host.When(status => status.Waiting is not null, () => drive.Host.Raise(SignalNames.Cancel));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, null), (result.Status, result.Branch));
    }

    [Fact]
    public async Task Cancel_DuringTheFullLoop_EndsCancelled()
    {
        CheckSettings slow = new() { Name = "slow", Run = "slow", RunAfter = CheckPhase.FullLoop };
        var drive = new LoopDrive(new() { PassesAfter = 1 }, Requests.With(settings => settings with { Checks = [.. settings.Checks, slow] }));
        drive.Host.When(status => status is { Iteration: 1, Step.Target: "slow" }, () => drive.Host.Raise(SignalNames.Cancel));

        Assert.Equal(RunStatus.Cancelled, (await drive.RunAsync()).Status);
    }

    [Fact]
    public async Task Cancel_WhenTheEndIsDecided_IsIgnored()
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("PublishBranch"), () => drive.Host.Raise(SignalNames.Cancel));

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal((SignalAnswer.Ignored, "the run is ending"), (drive.Host.Statuses[^1].Signals[0].Answer, drive.Host.Statuses[^1].Signals[0].Note));
    }

    [Fact]
    public async Task Cancel_BeforeTheRunBegins_EndsBeforeAnyStep()
    {
        var drive = new LoopDrive(new());
        drive.Host.Raise(SignalNames.Cancel);

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, null), (result.Status, result.FinalCommit));
        Assert.Empty(drive.Host.Calls);
    }

    [Theory]
    [InlineData("user_input", 0)]
    [InlineData("plan_update", 1)]
    [InlineData("constraint", 1)]
    [InlineData("clarification", 1)]
    [InlineData("acceptance", 1)]
    public async Task Inject_WhatChangesTheWork_StandsInEveryPromptFromThenOnAndUserInputInOne(string type, int later)
    {
        var drive = new LoopDrive(new() { PassesAfter = 4 });
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Inject, Signals.Instruction("Use C99") with { Type = type }));

        await drive.RunAsync();

        Assert.Equal([0, 1, later, later], drive.Prompts.Select(prompt => prompt.Instructions.Count));
        var last = drive.Host.Statuses[^1];
        Assert.Equal((0, 1, later), (last.PendingInstructions, last.AppliedInstructions, last.StandingInstructions));
    }

    [Fact]
    public async Task Inject_WhileTheAgentRuns_ReachesTheNextPrompt()
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Inject, Signals.Instruction("Use C99")));

        await drive.RunAsync();

        var instruction = drive.Prompts[1].Instructions[0];
        Assert.Equal((1, "constraint", "high", "Use C99", "ann"), (instruction.Sequence, instruction.Type, instruction.Priority, instruction.Text.Preview, instruction.Author));
        Assert.Contains(drive.Host.Statuses, status => status is { PendingInstructions: 1, AppliedInstructions: 0 });
        var last = drive.Host.Statuses[^1];
        Assert.Equal((0, 1), (last.PendingInstructions, last.AppliedInstructions));
        Assert.Equal((SignalAnswer.Applied, 2), (last.Signals[0].Answer, last.Signals[0].Iteration));
    }

    [Fact]
    public async Task Inject_AndTheAgentCannotBeCalled_StaysPending()
    {
        var drive = new LoopDrive(new()
        {
            PassesAfter = 3,
            Agent = (_, call, result) => call == 2 ? result with { Outcome = AgentOutcome.Transient, FilesChanged = 0 } : result,
        });
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Inject, Signals.Instruction("Use C99")));

        await drive.RunAsync();

        Assert.Equal([0, 1, 1], drive.Prompts.Select(prompt => prompt.Instructions.Count));
    }

    public static TheoryData<string> Malformed => new("", "null", "\"text\"", "7", "[1]", """{"Type":3}""", """{"Type":"constraint"}""", """{"Text":{"Artifact":""}}""");

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Inject_MalformedPayload_IsIgnoredWithAReason(string payload)
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Inject, Json(payload)));

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        var entry = Assert.Single(drive.Host.Statuses[^1].Signals);
        Assert.Equal(SignalAnswer.Ignored, entry.Answer);
        Assert.NotNull(entry.Note);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Pause_AnyPayload_Works(string payload)
    {
        var drive = new LoopDrive(new());
        drive.Host.When(IsCalling("ExecuteAgent"), () => drive.Host.Raise(SignalNames.Pause, Json(payload)));

        await RunUntilPausedAsync(drive);

        Assert.NotNull(drive.Host.Statuses[^1].Paused?.Since);
    }

    static JsonElement? Json(string payload) => payload.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(payload);

    static Func<LoopStatus, bool> IsCalling(string activity) => status => status.Step?.Activity == activity;

    static (int, string, string?, string?, SignalAnswer) Entry(SignalEntry entry) => (entry.Sequence, entry.Name, entry.Id, entry.Author, entry.Answer);

    static Task RunUntilPausedAsync(LoopDrive drive)
    {
        _ = drive.Host.RunUntil(new WorkLoopOrchestration().RunAsync, () => drive.Host.Statuses.LastOrDefault()?.Paused?.Since is not null);
        return Task.CompletedTask;
    }
}
