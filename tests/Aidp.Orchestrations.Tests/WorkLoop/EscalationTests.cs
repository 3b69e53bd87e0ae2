using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class EscalationTests
{
    static readonly TierSettings _tiers = new();

    [Fact]
    public void After_AFailureAndAPass_StartsTheCountAnew()
    {
        var rung = Escalation.After(new("standard", 0, 1), Agent(("standard", ["a"])), _tiers, failed: false);

        Assert.Equal(new Rung("standard"), rung);
    }

    [Fact]
    public void After_NextTierHasNoModel_IsSkipped() =>
        Assert.Equal(new Rung("pro"), Escalation.After(new("standard", 0, 1), Agent(("standard", ["a"]), ("pro", ["p"])), _tiers, failed: true));

    [Fact]
    public void After_HighestAllowedTier_StartsItsModelsAnew() =>
        Assert.Equal(new Rung("pro"), Escalation.After(new("pro", 1, 1), Agent(("pro", ["p", "q"]), ("max", ["m"])), _tiers, failed: true));

    [Fact]
    public void After_AgentWithoutModels_StaysWhereItIs()
    {
        var rung = Escalation.After(new("standard", 0, 1), Agent(), _tiers, failed: true);

        Assert.Equal(new Rung("standard"), rung);
        Assert.Null(Escalation.ModelOf(Agent(), rung));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("max")]
    public void Rise_TierOutsideOfWhatMayRise_Stays(string tier) =>
        Assert.Equal(new Rung(tier), Escalation.Rise(new(tier, 1, 1), Agent(("standard", ["a"]), ("max", ["m"])), _tiers));

    static AgentSettings Agent(params (string Tier, string[] Models)[] models) =>
        new() { Name = "claude", Models = models.ToDictionary(tier => tier.Tier, tier => (IReadOnlyList<string>)tier.Models) };
}
