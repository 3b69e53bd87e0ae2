using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class GateRunTests
{
    static readonly CheckSettings _slow = new() { Name = "slow", Run = "make slow", Category = CheckCategory.Test, RunAfter = CheckPhase.FullLoop };

    [Fact]
    public async Task RunAsync_AgentDoesNotSayComplete_IsToldSoAndGoesOn()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, call, result) => result with { SaysComplete = call == 3 } });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 3), (result.Status, result.Iterations));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "NEXT_PATCH"], drive.States(1));
        Assert.Null(drive.Prompts[0].OpenGate);
        Assert.Contains("STATUS: COMPLETE", drive.Prompts[1].OpenGate, StringComparison.Ordinal);
        Assert.Contains(drive.Host.Statuses, status => status.Gates is { Checks: true, Agent: false, Tasks: true, FullLoop: null });
    }

    [Fact]
    public async Task RunAsync_OpenTaskAndTasksRequired_WaitsForTheTask()
    {
        TaskSignal filed = new() { Text = "Write the tests", Priority = "high", Status = "pending" };
        TaskSignal done = new() { Id = "t1", Status = "done" };
        var drive = new LoopDrive(
            new() { PassesAfter = 1, Agent = (_, call, result) => result with { Tasks = call == 1 ? [filed] : [done] } },
            Requests.With(settings => settings with { RequireTasks = true }));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.Equal(new OpenTask("t1", "Write the tests", "high", "pending"), Assert.Single(drive.Prompts[1].OpenTasks));
        Assert.Contains("1 of your tasks", drive.Prompts[1].OpenGate, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Checkpoint_CountsTasksAndWhatTheCallsUsed()
    {
        TaskSignal[] filed = [new() { Text = "Now", Status = "done" }, new() { Text = "Later", Status = "pending" }];
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, _, result) => result with { Tasks = filed } });

        var result = await drive.RunAsync();

        var counted = drive.Host.Inputs<CollectMetricsInput>().Single();
        Assert.Equal((1, 1, result.Usage), (counted.TasksOpen, counted.TasksSettled, counted.Usage));
        Assert.Equal(0.5m, counted.Usage.CostUsd);
    }

    [Fact]
    public async Task RunAsync_OpenTaskAndTasksNotRequired_Completes()
    {
        TaskSignal filed = new() { Text = "Later", Status = "pending" };
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, _, result) => result with { Tasks = [filed] } });

        Assert.Equal((RunStatus.Completed, 1), ((await drive.RunAsync()).Status, drive.Result!.Iterations));
    }

    [Fact]
    public async Task RunAsync_FullLoopCheckFails_IsFedBackLikeAnyOther()
    {
        var drive = new LoopDrive(
            new()
            {
                PassesAfter = 1,
                Check = (input, result) => input.Check.Name == "slow" && input.Step.Iteration == 1
                    ? result with { Verdict = result.Verdict with { Outcome = CheckOutcome.Failed }, Failures = ["too slow"] }
                    : result,
            },
            Requests.With(settings => settings with { Checks = [.. settings.Checks, _slow] }));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 2), (result.Status, result.Iterations));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "FAIL", "DIAGNOSE", "NEXT_PATCH"], drive.States(1));
        Assert.Equal("diagnosis.md", drive.Prompts[1].Diagnosis);
        Assert.Equal(["unit", "slow"], drive.Host.Inputs<DiagnoseFailureInput>().Single().Checks.Select(check => check.Verdict.Name));
        Assert.Equal(["slow", "unit"], result.FailedBefore.Order());
    }

    [Fact]
    public async Task RunAsync_OptionalCheckFails_Completes()
    {
        CheckSettings style = new() { Name = "style", Run = "lint", Category = CheckCategory.Lint, Required = false };
        var drive = new LoopDrive(
            new() { PassesAfter = 1, Check = (input, result) => input.Check == style ? result with { Verdict = result.Verdict with { Outcome = CheckOutcome.Failed } } : result },
            Requests.With(settings => settings with { Checks = [.. settings.Checks, style] }));

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.Equal([("unit", CheckOutcome.Passed), ("style", CheckOutcome.Failed)], result.Checks.Select(check => (check.Name, check.Outcome)));
        Assert.Equal(["unit"], result.FailedBefore);
        Assert.Contains(drive.Host.Calls, call => call is { Name: "RunLinter", Input: RunCheckInput { Check.Name: "style" } });
    }

    [Fact]
    public async Task RunAsync_CompletionCheck_RunsOnlyWhenTheAgentSaysComplete()
    {
        CheckSettings docs = new() { Name = "docs", Run = "docs", Category = CheckCategory.Documentation, RunAfter = CheckPhase.OnCompletion };
        var drive = new LoopDrive(new() { PassesAfter = 2 }, Requests.With(settings => settings with { Checks = [.. settings.Checks, docs] }));

        await drive.RunAsync();

        Assert.Equal([0, 2], drive.Host.Inputs<RunCheckInput>().Where(input => input.Check.Name == "docs").Select(input => input.Step.Iteration));
    }

    [Fact]
    public async Task RunAsync_FormatterChangesFiles_CommitsThemBeforeTheTestsJudge()
    {
        CheckSettings format = new() { Name = "format", Run = "format", Category = CheckCategory.Format };
        var drive = new LoopDrive(
            new() { PassesAfter = 1, Check = (input, result) => input.Check.Name == "format" ? result with { ChangedFiles = true } : result },
            Requests.With(settings => settings with { Checks = [.. settings.Checks, format] }));

        var result = await drive.RunAsync();

        var iteration = drive.Host.Calls.Where(call => LoopDrive.StepOf(call.Input)?.Iteration == 1).ToList();
        Assert.Equal(["ExecuteAgent", "RunLinter", "CommitChanges", "RunTests"], iteration.Take(4).Select(call => call.Name));
        Assert.Equal("c2", Assert.IsType<RunCheckInput>(iteration[3].Input).Workspace.Commit);
        Assert.Equal("c2", result.FinalCommit);
    }

    [Fact]
    public async Task RunAsync_TestLeavesFilesBehind_DoesNotCommitThem()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Check = (_, result) => result with { ChangedFiles = true } });

        await drive.RunAsync();

        Assert.DoesNotContain(drive.Host.Calls, call => call.Name == "CommitChanges");
    }

    [Fact]
    public async Task RunAsync_LaterCheckCannotStart_IsAFailureLikeAnyOther()
    {
        var drive = new LoopDrive(new()
        {
            PassesAfter = 2,
            Check = (input, result) => input.Step.Iteration == 1 ? result with { Verdict = result.Verdict with { Outcome = CheckOutcome.CannotStart }, Error = "make: not found" } : result,
        });

        Assert.Equal((RunStatus.Completed, 2), ((await drive.RunAsync()).Status, drive.Result!.Iterations));
    }
}
