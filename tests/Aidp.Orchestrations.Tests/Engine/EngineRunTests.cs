using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.Engine;

public sealed class EngineRunTests
{
    [Fact]
    public async Task Run_OnTheEngine_CompletesInThreeIterations()
    {
        await using var drive = new EngineDrive(new());

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 3, "aidp/fix-the-sum"), (result.Status, result.Iterations, result.Branch));
        var parent = await drive.Client.GetInstanceAsync("r1", getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.Equal(new RunDispatch("r1:loop", "WorkLoop"), parent!.ReadCustomStatusAs<RunDispatch>());
        await RecordedHistory.RecordAsync(drive.Client, "r1", "v1-run");
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-completed");
    }

    [Fact]
    public async Task Pause_OnTheEngine_AddsNothingToTheHistoryUntilResumed()
    {
        await using var drive = new EngineDrive(new());
        var first = true;
        drive.Before = async (name, _) =>
        {
            if (name == FunctionNames.ExecuteAgent && first)
            {
                first = false;
                await drive.RaiseAsync(SignalNames.Inject, Signals.Instruction("Use C99"));
                await drive.RaiseAsync(SignalNames.Inject);
                await drive.RaiseAsync(SignalNames.Pause, Signals.By("ann"));
                await drive.UntilAsync(status => status.Paused is not null);
            }
        };
        await drive.StartAsync();
        await drive.UntilAsync(status => status.Paused?.Since is not null);
        var before = await drive.Client.GetOrchestrationHistoryAsync(EngineDrive.Loop, TestContext.Current.CancellationToken);
        Assert.Contains("paused by ann", (await drive.StatusAsync())!.Why, StringComparison.Ordinal);

        await drive.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(before.Count, (await drive.Client.GetOrchestrationHistoryAsync(EngineDrive.Loop, TestContext.Current.CancellationToken)).Count);
        await drive.RaiseAsync(SignalNames.Resume);
        var result = await drive.EndAsync();

        Assert.DoesNotContain(await drive.Client.GetOrchestrationHistoryAsync(EngineDrive.Loop, TestContext.Current.CancellationToken), e => e is TimerCreatedEvent);
        Assert.Equal((RunStatus.Completed, 3), (result.Status, result.Iterations));
        var signals = (await drive.StatusAsync())!.Signals;
        Assert.Equal([SignalAnswer.Applied, SignalAnswer.Ignored, SignalAnswer.Applied, SignalAnswer.Applied], signals.Select(signal => signal.Answer));
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-paused-and-instructed");
    }

    [Fact]
    public async Task Approval_OnTheEngine_CostsNoHistoryWhileItLastsAndSurvivesEveryReplay()
    {
        await using var drive = new EngineDrive(new()
        {
            PassesAfter = 2,
            Agent = (_, call, result) => call == 1 ? result with { Guard = new() { Commit = result.Workspace.Commit, Awaiting = ["a.lock", "b.lock"] } } : result,
            Enforce = (input, result) => result with { Guard = new() { Commit = "undone", Violations = [new("denied", "b.lock", "ann denied this change")], ViolationCount = 1 }, Workspace = input.Workspace with { Commit = "undone" } },
        });
        await drive.StartAsync();
        await drive.UntilAsync(status => status.Approval is not null);
        await drive.RaiseAsync(SignalNames.Approve, Signals.Decide("approve", "a.lock"));
        await drive.UntilAsync(status => status.Approval is { Files: 1 });
        var before = await drive.Client.GetOrchestrationHistoryAsync(EngineDrive.Loop, TestContext.Current.CancellationToken);
        await drive.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(before.Count, (await drive.Client.GetOrchestrationHistoryAsync(EngineDrive.Loop, TestContext.Current.CancellationToken)).Count);
        await drive.RaiseAsync(SignalNames.UpdateGuardPolicy, Signals.Guard("vendor/"));
        await drive.UntilAsync(status => status.Signals.Any(signal => signal is { Name: SignalNames.UpdateGuardPolicy, Answer: SignalAnswer.Applied }));

        var result = await drive.EndAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.InRange((await drive.StatusAsync())!.Budget.PausedTime, TimeSpan.FromMinutes(10), TimeSpan.MaxValue);
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-guarded");
    }

    [Fact]
    public async Task Cancel_OnTheEngine_IsSeenByTheRunningAgent()
    {
        await using var drive = new EngineDrive(new());
        drive.Before = async (name, _) =>
        {
            if (name == FunctionNames.ExecuteAgent)
            {
                await drive.RaiseAsync(SignalNames.Cancel, Signals.By("ann"));
                await drive.UntilCancelledAsync();
            }
        };

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, "The run was cancelled by ann.", "aidp/fix-the-sum"), (result.Status, result.Detail, result.Branch));
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-cancelled");
    }

    [Fact]
    public async Task Waiting_OnTheEngine_EndsByTheTimer()
    {
        await using var drive = new EngineDrive(new()
        {
            PassesAfter = 3,
            Agent = (_, call, result) => call switch
            {
                1 => result with { Outcome = AgentOutcome.RateLimited, Error = "slow down", FilesChanged = 0 },
                2 => result with { Outcome = AgentOutcome.Transient, Error = "reset", FilesChanged = 0 },
                _ => result,
            },
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-waited");
    }

    [Fact]
    public async Task Resume_OnTheEngine_EndsAWaitForAPerson()
    {
        await using var drive = new EngineDrive(new()
        {
            PassesAfter = 2,
            Agent = (_, call, result) => call == 1 ? result with { Outcome = AgentOutcome.AuthExpired, Error = "not logged in", FilesChanged = 0 } : result,
        });
        await drive.StartAsync(Requests.With(settings => settings with { Budget = new() { WallTime = TimeSpan.FromDays(2) } }));
        await drive.UntilAsync(status => status.Waiting is not null);
        await drive.RaiseAsync(SignalNames.Resume);

        var result = await drive.EndAsync();

        // The timer for the end of the wall time was given up.
        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-resumed");
    }

    [Fact]
    public async Task Activity_FailsTwiceOnTheEngine_IsTriedAgain()
    {
        var attempts = 0;
        await using var drive = new EngineDrive(new() { Other = (name, _) => name == FunctionNames.RunTests && ++attempts <= 2 ? throw new InvalidOperationException("busy") : null });

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-retried");
    }

    [Fact]
    public async Task Activity_AlwaysFailsOnTheEngine_EndsInAResult()
    {
        await using var drive = new EngineDrive(new() { Other = (name, _) => name == FunctionNames.DiagnoseFailure ? throw new InvalidOperationException("The disk is full.") : null });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Infrastructure, "aidp/fix-the-sum"), (result.Status, result.Reason, result.Branch));
        await RecordedHistory.RecordAsync(drive.Client, EngineDrive.Loop, "v1-loop-failed");
    }

    [Fact]
    public async Task Child_IsTerminatedOnTheEngine_TheRunEndsInAResult()
    {
        await using var drive = new EngineDrive(new());
        drive.Before = (name, _) => name == FunctionNames.ExecuteAgent ? drive.Client.TerminateInstanceAsync(EngineDrive.Loop, "stop", TestContext.Current.CancellationToken) : Task.CompletedTask;

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Infrastructure), (result.Status, result.Reason));
    }
}
