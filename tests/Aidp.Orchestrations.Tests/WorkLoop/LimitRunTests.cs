using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class LimitRunTests
{
    [Fact]
    public async Task RunAsync_NeverPasses_EndsAfterTheLastIterationAndKeepsTheWork()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000 });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.MaxIterations, 50), (result.Status, result.Reason, result.Iterations));
        Assert.Equal("aidp/fix-the-sum", result.Branch);
        Assert.StartsWith("Incomplete: Fix the sum\n", drive.Host.Inputs<PublishBranchInput>().Single().Message, StringComparison.Ordinal);
        Assert.Equal(["NEXT_PATCH", "DONE"], drive.Trail.TakeLast(2).Select(step => LoopDrive.Word(step.State)));
    }

    [Fact]
    public async Task RunAsync_NeverPasses_TakesCheckpointsAndRepeatsTheStyleGuideInItsRhythm()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000 }, Requests.With(settings => settings with { MaxIterations = 12 }));

        await drive.RunAsync();

        Assert.Equal([1, 5, 10], drive.Host.Inputs<CollectMetricsInput>().Select(input => input.Step.Iteration));
        Assert.Equal([5, 10], drive.Host.Inputs<ExecuteAgentInput>().Where(input => input.Prompt.StyleGuide == "STYLE.md").Select(input => input.Step.Iteration));
        Assert.Equal(10, drive.Host.Statuses[^1].Checkpoint?.Iteration);
    }

    [Fact]
    public async Task RunAsync_SameFailuresForTenIterations_SaysSoInTheNextPrompt()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1_000 }, Requests.With(settings => settings with { MaxIterations = 12 }));

        await drive.RunAsync();

        Assert.Equal([11], drive.Host.Inputs<ExecuteAgentInput>().Where(input => input.Prompt.Assessment is not null).Select(input => input.Step.Iteration));
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTheLastIterationIsLookedAt_EndsCancelled()
    {
        var drive = new LoopDrive(new() { PassesAfter = 1, Agent = (_, _, result) => result with { SaysComplete = false } }, Requests.With(settings => settings with { MaxIterations = 1 }));
        drive.Host.When(status => status.Step?.Activity == "CollectMetrics", () => drive.Host.Raise("cancel_work_loop"));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Cancelled, 1), (result.Status, result.Iterations));
    }

    public static TheoryData<BudgetSettings, int> Budgets => new()
    {
        { new() { WallTime = TimeSpan.FromMinutes(3) }, 3 },
        { new() { AgentTime = TimeSpan.FromMinutes(2) }, 2 },
        { new() { Tokens = 600 }, 5 },
        { new() { CostUsd = 1.9m }, 3 },
    };

    [Theory]
    [MemberData(nameof(Budgets))]
    public async Task RunAsync_Budget_RefusesTheCallThatWouldExceedIt(BudgetSettings budget, int iterations)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var drive = new LoopDrive(new() { PassesAfter = 1_000 }, Requests.With(settings => settings with { Budget = budget }));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Budget, iterations), (result.Status, result.Reason, result.Iterations));
        Assert.Equal("aidp/fix-the-sum", result.Branch);
        Assert.Equal(["READY", "DONE"], drive.States(iterations + 1));
    }

    [Fact]
    public async Task RunAsync_AgentTimeBudget_CutsTheNextCallToWhatIsLeft()
    {
        var budget = new BudgetSettings { AgentTime = TimeSpan.FromSeconds(90) };
        var drive = new LoopDrive(new() { PassesAfter = 1_000 }, Requests.With(settings => settings with { Budget = budget }));

        await drive.RunAsync();

        Assert.Equal([TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(30)], drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Agent.Timeout));
    }

    [Fact]
    public async Task RunAsync_Paused_DoesNotSpendWallTime()
    {
        var drive = new LoopDrive(new() { PassesAfter = 2 }, Requests.With(settings => settings with { Budget = new() { WallTime = TimeSpan.FromMinutes(10) } }));
        drive.Host
            .When(status => status is { Iteration: 1, State: LoopState.ApplyPatch }, () => drive.Host.Raise("pause_work_loop"))
            .When(status => status.Paused?.Since is not null, () =>
            {
                drive.Host.TakeTime(TimeSpan.FromHours(8));
                drive.Host.Raise("resume_work_loop");
            });

        var result = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, result.Status);
        Assert.True(result.WallTime > TimeSpan.FromHours(8));
        Assert.Equal(TimeSpan.FromHours(8), drive.Host.Statuses[^1].Budget.PausedTime);
    }
}
