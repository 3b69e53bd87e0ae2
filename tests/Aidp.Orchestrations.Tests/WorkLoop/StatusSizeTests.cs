using System.Text;
using System.Text.Json;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class StatusSizeTests
{
    static readonly DateTime _at = new DateTime(2026, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddTicks(1_234_567);

    [Theory]
    [InlineData("a perfectly ordinary name of a check that is rather long")]
    [InlineData("单元测试和集成测试的名字很长很长很长很长很长很长很长很长👩‍💻")]
    [InlineData("\"<quoted> & 'escaped'\" + \\ \u0001 more and more and more and more and more")]
    public void Showing_FiftyInstructionsAndTwentyChecksOfAnyName_StaysUnderEightKilobytes(string name)
    {
        var status = Fullest(name).Showing([.. Enumerable.Range(0, 20).Select(index => new CheckVerdict($"{index}{name}", CheckCategory.Documentation, true, CheckOutcome.CannotStart, true))]);

        var json = JsonSerializer.Serialize(status);
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 4_000, 8_191);
        Assert.Equal(20, status.Checks.Count);
        Assert.Equal(LoopStatus.MostTransitions, status.Trail.Count);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<LoopStatus>(json)));
    }

    [Fact]
    public void Showing_MoreChecksThanFit_ShowsTheFailedRequiredOnesFirst()
    {
        var verdicts = Enumerable.Range(0, 30).Select(index => new CheckVerdict($"c{index}", CheckCategory.Test, index % 2 == 0, index > 25 ? CheckOutcome.Failed : CheckOutcome.Passed));

        var status = Fullest("x").Showing([.. verdicts]);

        Assert.Equal((20, 10), (status.Checks.Count, status.ChecksNotShown));
        Assert.Equal(["c26", "c28", "c27", "c29"], status.Checks.Take(4).Select(check => check.Name));
    }

    static LoopStatus Fullest(string name)
    {
        var trail = new Trail();
        for (var count = 0; count < 2_000; count++)
        {
            trail.Enter(LoopState.ApplyPatch, 200, _at);
        }

        var author = BoundedText.Cut(name + name, 60);
        var control = Enumerable.Range(0, 50).Aggregate(new ControlState(), (state, _) => state.Apply(
            new(SignalNames.Inject, BoundedText.Cut(name, 40), author, new() { Type = "constraint", Priority = "high", Text = new("a", "b", 1, name) }), _at, 200, false));
        return new()
        {
            State = LoopState.ApplyPatch,
            Since = _at,
            Why = "",
            Iteration = 200,
            MaxIterations = 200,
            StartedAt = _at,
            Step = new("ExecuteAgent", name, _at),
            Cancelling = false,
            Paused = new(author, _at, _at),
            Waiting = new(AgentOutcome.SandboxViolation, name + name + name + name, name + name + name, _at, _at),
            Approval = new(100, [.. Enumerable.Repeat(BoundedText.Cut(name + name, 60)!, 3)], new('f', 64), _at, $"runs/{new string('r', 80)}/200/guard-1000.json"),
            Gates = new(false, false, false, false, false),
            Budget = new() { AgentTime = TimeSpan.FromTicks(12_345_678_901_234), PausedTime = TimeSpan.FromTicks(1_345_678_901_234), ChecksTime = TimeSpan.FromTicks(999_999_999), Tokens = long.MaxValue, CostUsd = 123456.789012m, CallsOfUnknownCost = 200 },
            Agent = name,
            Model = name,
            Tier = name,
            PendingInstructions = control.Pending.Count,
            Signals = control.Entries,
            Checkpoint = new(200, 100_000, 1_000_000, 1_000_000, 20, 20, 100_000, 100_000, 12.345678),
            Trail = trail.Newest,
        };
    }
}
