using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class AgentPoolTests
{
    static readonly DateTime _now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    static readonly TimeSpan _rest = TimeSpan.FromMinutes(1);

    [Fact]
    public void Pick_FirstComesBack_IsPreferredAgain()
    {
        var pool = Pool("a", "b").Without(0, Failed(AgentOutcome.RateLimited), _now, _rest);

        Assert.Equal(1, pool.Pick(_now));
        Assert.Equal(0, pool.Pick(_now + _rest));
    }

    [Theory]
    [InlineData(-60, 5)]
    [InlineData(0, 5)]
    [InlineData(90, 90)]
    [InlineData(100_000_000, 2_592_000)]
    public void Without_NamedTime_IsNeverTooSoonAndNeverTooLate(int named, int waits)
    {
        var pool = Pool("a").Without(0, Failed(AgentOutcome.RateLimited) with { RetryAt = new(_now.AddSeconds(named)) }, _now, _rest);

        Assert.Equal(_now.AddSeconds(waits), pool.First().Absence.Until);
    }

    [Fact]
    public void First_OneWithATime_ComesBeforeOneThatNeedsAPerson()
    {
        var pool = Pool("a", "b", "c")
            .Without(0, Failed(AgentOutcome.AuthExpired), _now, _rest)
            .Without(1, Failed(AgentOutcome.QuotaExceeded), _now, _rest * 2)
            .Without(2, Failed(AgentOutcome.RateLimited), _now, _rest);

        Assert.Null(pool.Pick(_now));
        Assert.Equal("c", pool.First().Agent.Name);
        Assert.Equal(0, pool.Restored().Pick(_now));
        Assert.Equal(1, pool.Working(1).Pick(_now));
    }

    [Theory]
    [InlineData(AgentOutcome.NotInstalled, "see to it that the host finds the program of a")]
    [InlineData(AgentOutcome.AuthExpired, "log in to a")]
    [InlineData(AgentOutcome.QuotaExceeded, "raise the quota of a")]
    [InlineData(AgentOutcome.RateLimited, "wait for the reset")]
    [InlineData(AgentOutcome.Transient, "look whether")]
    public void Remedies_EachOutcome_SaysWhatToDo(AgentOutcome outcome, string start) =>
        Assert.StartsWith(start, Remedies.For(outcome, "a"), StringComparison.Ordinal);

    static AgentPool Pool(params string[] names) => AgentPool.Of([.. names.Select(name => new Aidp.Orchestrations.Settings.AgentSettings { Name = name })]);

    static ExecuteAgentResult Failed(AgentOutcome outcome) =>
        new() { Outcome = outcome, Workspace = new() { Run = "r", Repository = Driving.Requests.Simple.Repository, Slug = "s", Commit = "c" } };
}
