using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class LimitsTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(400, 4, false)]
    [InlineData(401, 4, true)]
    [InlineData(500, 5, true)]
    [InlineData(900, 1, true)]
    public void Refuse_Tokens_RefusesWhatWouldExceedByTheAverage(long used, int calls, bool refused)
    {
        var spent = new Spent { Usage = new() { InputTokens = used }, Calls = calls };

        Assert.Equal(refused, Limits.Refuse(new() { Tokens = 500 }, spent) is not null);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(90, true)]
    public void Refuse_WallTime_RefusesWhenItIsUsedUp(int minutes, bool refused) =>
        Assert.Equal(refused, Limits.Refuse(new() { WallTime = TimeSpan.FromHours(1) }, new() { WallTime = TimeSpan.FromMinutes(minutes) }) is not null);

    [Fact]
    public void Refuse_NoBudget_RefusesNothing() =>
        Assert.Null(Limits.Refuse(new(), new() { WallTime = TimeSpan.FromDays(400), Usage = new() { CostUsd = 1_000_000 }, Calls = 3 }));

    [Fact]
    public void Bounded_LessLeftThanTheTimeout_IsCutToTheSmallest()
    {
        var agent = new AgentSettings { Name = "claude" };
        var budget = new BudgetSettings { WallTime = TimeSpan.FromMinutes(30), AgentTime = TimeSpan.FromMinutes(25) };

        Assert.Equal(TimeSpan.FromMinutes(20), Limits.Bounded(agent, budget, new() { WallTime = TimeSpan.FromMinutes(10), AgentTime = TimeSpan.FromMinutes(1) }).Timeout);
        Assert.Same(agent, Limits.Bounded(agent, new() { Tokens = 1 }, new()));
    }

    [Fact]
    public void Plus_TwoCalls_AddsEverything() =>
        Assert.Equal(
            new Usage { InputTokens = 3, OutputTokens = 5, CostUsd = 7, Turns = 9, CallsOfUnknownCost = 1 },
            new Usage { InputTokens = 1, OutputTokens = 2, CostUsd = 3, Turns = 4 }.Plus(new() { InputTokens = 2, OutputTokens = 3, CostUsd = 4, Turns = 5, CallsOfUnknownCost = 1 }));
}
