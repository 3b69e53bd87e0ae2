using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Which tier and which of its models is used.</summary>
/// <param name="Tier">The tier's name.</param>
/// <param name="Model">The index of the model in the tier.</param>
/// <param name="Failures">How many iterations in a row failed with this model.</param>
sealed record Rung(string Tier, int Model = 0, int Failures = 0);

/// <summary>When the next model is tried, and when the tier rises.</summary>
static class Escalation
{
    /// <summary>The model to ask for; null lets the agent choose.</summary>
    public static string? ModelOf(AgentSettings agent, Rung rung) =>
        agent.Models.TryGetValue(rung.Tier, out var models) && models.Count > 0 ? models[Math.Min(rung.Model, models.Count - 1)] : null;

    /// <summary>
    /// After so many failures in a row the next model of the tier is tried, and after the last one the tier rises. At the top the models are tried in turn.
    /// An iteration that does not fail starts the count anew.
    /// </summary>
    public static Rung After(Rung rung, AgentSettings agent, TierSettings tiers, bool failed)
    {
        if (!failed)
        {
            return rung with { Failures = 0 };
        }

        if (rung.Failures + 1 < tiers.FailuresPerModel)
        {
            return rung with { Failures = rung.Failures + 1 };
        }

        var models = agent.Models.TryGetValue(rung.Tier, out var known) ? Math.Max(1, known.Count) : 1;
        return rung.Model + 1 < models ? new(rung.Tier, rung.Model + 1) : Rise(rung, agent, tiers);
    }

    /// <summary>The next tier, up to the highest allowed, for which the agent has a model; the first model of the same tier when there is none.</summary>
    public static Rung Rise(Rung rung, AgentSettings agent, TierSettings tiers)
    {
        var order = tiers.Order.ToList();
        var top = order.IndexOf(tiers.Max);
        for (var index = order.IndexOf(rung.Tier) + 1; index > 0 && index <= top; index++)
        {
            if (agent.Models.TryGetValue(order[index], out var models) && models.Count > 0)
            {
                return new(order[index]);
            }
        }

        return new(rung.Tier);
    }
}
