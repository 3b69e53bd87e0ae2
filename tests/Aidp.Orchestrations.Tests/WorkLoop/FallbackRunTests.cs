using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.Tests.Driving;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class FallbackRunTests
{
    static RunRequest TwoAgents { get; } = Requests.With(settings => settings with { Agents = [new() { Name = "claude" }, new() { Name = "codex" }] });

    [Theory]
    [InlineData(AgentOutcome.NotInstalled)]
    [InlineData(AgentOutcome.AuthExpired)]
    [InlineData(AgentOutcome.QuotaExceeded)]
    [InlineData(AgentOutcome.RateLimited)]
    public async Task RunAsync_FirstAgentCannotBeCalled_TheNextOneIsAndNoIterationIsLost(AgentOutcome outcome)
    {
        var drive = new LoopDrive(
            new() { PassesAfter = 2, Agent = (input, _, result) => input.Agent.Name == "claude" ? Unavailable(result, outcome) : result },
            TwoAgents);

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        Assert.Equal(["claude", "codex"], drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Agent.Name));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "DONE"], drive.States(1));
        Assert.DoesNotContain(drive.Host.Statuses, status => status.Waiting is not null);
    }

    [Fact]
    public async Task RunAsync_RateLimitedWithResetTime_WaitsUntilThen()
    {
        var reset = new DateTimeOffset(2026, 3, 1, 14, 5, 0, TimeSpan.Zero);
        var drive = new LoopDrive(new()
        {
            PassesAfter = 2,
            Agent = (_, call, result) => call == 1 ? Unavailable(result, AgentOutcome.RateLimited) with { RetryAt = reset } : result,
        });
        var called = DateTime.MinValue;
        drive.Host.When(status => status.Waiting is null && status.State == LoopState.ApplyPatch && drive.World.AgentCalls == 1, () => called = drive.Host.Now);

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        Assert.Equal(reset.UtcDateTime, called);
        var waiting = drive.Host.Statuses.Last(status => status.Waiting is not null);
        Assert.Equal((AgentOutcome.RateLimited, reset.UtcDateTime), (waiting.Waiting!.Reason, waiting.Waiting.Until));
        Assert.Equal("Agent demo: no more today Tries again at 14:05 UTC.", waiting.Why);
        Assert.Equal(["READY", "APPLY_PATCH", "READY", "APPLY_PATCH", "TEST", "PASS", "DONE"], drive.States(1));
    }

    [Theory]
    [InlineData(AgentOutcome.NotInstalled, "see to it that the host finds the program of demo")]
    [InlineData(AgentOutcome.AuthExpired, "log in to demo")]
    public async Task RunAsync_OnlyAPersonHelps_WaitsWithoutTimerUntilResumed(AgentOutcome outcome, string remedy)
    {
        var drive = new LoopDrive(new() { PassesAfter = 2, Agent = (_, call, result) => call == 1 ? Unavailable(result, outcome) : result });
        drive.Host.When(status => status.Waiting is { Until: null }, () =>
        {
            drive.Host.TakeTime(TimeSpan.FromDays(3));
            drive.Host.Raise("resume_work_loop", Signals.By("ann"));
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        Assert.Contains(drive.Host.Statuses, status => status.Waiting?.Remedy.StartsWith(remedy, StringComparison.Ordinal) == true);
        Assert.Null(drive.Host.Statuses[^1].Waiting);
    }

    [Fact]
    public async Task RunAsync_NobodyResumes_WaitsForEver()
    {
        var drive = new LoopDrive(new() { Agent = (_, _, result) => Unavailable(result, AgentOutcome.AuthExpired) });

        var run = drive.Host.RunUntil(new WorkLoopOrchestration().RunAsync, () => drive.Host.Statuses.LastOrDefault()?.Waiting is not null);

        Assert.False(run.IsCompleted);
        Assert.Equal(1, drive.World.AgentCalls);
        Assert.Contains("Waits for a person: log in to demo", drive.Host.Statuses[^1].Why, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_RateLimitedAgainAndAgain_InTheEndWaitsForAPerson()
    {
        var drive = new LoopDrive(new() { Agent = (_, call, result) => call <= 30 ? Unavailable(result, AgentOutcome.RateLimited) : result with { SaysComplete = true } });
        drive.Host.When(status => status.Waiting is { Until: null }, () => drive.Host.Raise("resume_work_loop"));

        var run = await drive.RunAsync();

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Single(drive.Host.Statuses.Where(status => status.Waiting is { Until: null }).Select(status => status.Waiting!.Since).Distinct());
        Assert.True(drive.Host.Now - new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc) > TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task RunAsync_TwoAgentsThatTakeLongToRefuseInTurn_InTheEndWaitsForAPerson()
    {
        // By the time that one has refused, the rest of the other is over.
        var drive = new LoopDrive(
            new() { Agent = (_, call, result) => Unavailable(result, AgentOutcome.RateLimited) with { Duration = call > 500 ? throw new InvalidOperationException("no end") : TimeSpan.FromHours(2) } },
            TwoAgents);

        var run = drive.Host.RunUntil(new WorkLoopOrchestration().RunAsync, () => drive.Host.Statuses.LastOrDefault()?.Waiting is { Until: null });

        Assert.False(run.IsCompleted);
        Assert.Equal(40, drive.World.AgentCalls);
        Assert.Contains("no more today", drive.Host.Statuses[^1].Waiting!.Detail, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_WallTimeEndsWhileOnlyAPersonIsWaitedFor_EndsWithTheBudget()
    {
        var drive = new LoopDrive(
            new() { Agent = (_, _, result) => Unavailable(result, AgentOutcome.RateLimited) },
            TwoAgents with { Settings = TwoAgents.Settings with { Budget = new() { WallTime = TimeSpan.FromDays(3) } } });

        var result = await drive.RunAsync();

        Assert.Equal((RunReasons.Budget, TimeSpan.FromDays(3)), (result.Reason, result.WallTime));
    }

    [Fact]
    public async Task RunAsync_TransientFault_IsTriedAgainAfterRisingWaits()
    {
        List<DateTime> calls = [];
        LoopDrive drive = null!;
        drive = new(new()
        {
            PassesAfter = 4,
            Agent = (_, call, result) =>
            {
                calls.Add(drive.Host.Now);
                return call < 4 ? Unavailable(result, AgentOutcome.Transient) with { Duration = TimeSpan.Zero } : result;
            },
        });

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        var waits = calls.Zip(calls.Skip(1), (one, other) => other - one).ToList();
        Assert.Equal([2, 4, 8], waits.Select(wait => (int)Math.Round(wait.TotalSeconds)));
        Assert.Equal(["READY", "APPLY_PATCH", "TEST", "PASS", "DONE"], drive.States(1));
    }

    [Fact]
    public async Task RunAsync_TransientFaultLasts_TheNextAgentIsCalled()
    {
        var drive = new LoopDrive(
            new() { PassesAfter = 6, Agent = (input, _, result) => input.Agent.Name == "claude" ? Unavailable(result, AgentOutcome.Transient) : result },
            TwoAgents);

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Completed, 1), (result.Status, result.Iterations));
        Assert.Equal(["claude", "claude", "claude", "claude", "claude", "codex"], drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Agent.Name));
    }

    [Fact]
    public async Task RunAsync_WallTimeEndsWhileWaiting_EndsWithTheBudget()
    {
        var drive = new LoopDrive(
            new() { Agent = (_, _, result) => Unavailable(result, AgentOutcome.AuthExpired) },
            Requests.With(settings => settings with { Budget = new() { WallTime = TimeSpan.FromHours(2) } }));

        var result = await drive.RunAsync();

        Assert.Equal((RunStatus.Failed, RunReasons.Budget, 0), (result.Status, result.Reason, result.Iterations));
        Assert.Equal(TimeSpan.FromHours(2), result.WallTime);
    }

    [Fact]
    public async Task RunAsync_ModelsOfTheTierFail_TheNextModelAndThenTheNextTierIsUsed()
    {
        var agent = new AgentSettings
        {
            Name = "claude",
            Models = new Dictionary<string, IReadOnlyList<string>> { ["standard"] = ["s1", "s2"], ["pro"] = ["p1"], ["max"] = ["m1"] },
        };
        var drive = new LoopDrive(new() { PassesAfter = 7 }, Requests.With(settings => settings with { Agents = [agent] }));

        await drive.RunAsync();

        Assert.Equal(["s1", "s1", "s2", "s2", "p1", "p1", "p1"], drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Model));
        Assert.Equal(["standard", "pro"], drive.Host.Inputs<ExecuteAgentInput>().Select(input => input.Tier).Distinct());
        Assert.Equal(("claude", "p1", "pro"), (drive.Host.Statuses[^1].Agent, drive.Host.Statuses[^1].Model, drive.Host.Statuses[^1].Tier));
    }

    static ExecuteAgentResult Unavailable(ExecuteAgentResult result, AgentOutcome outcome) =>
        result with { Outcome = outcome, Error = "no more today", FilesChanged = 0, SaysComplete = false, Duration = TimeSpan.Zero };
}
