using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Which of a run's agents can be called: the first in the list that nothing speaks against.</summary>
sealed record AgentPool
{
    static readonly TimeSpan _shortestRest = TimeSpan.FromSeconds(5);
    static readonly TimeSpan _longestRest = TimeSpan.FromDays(30);

    /// <summary>The agents, the preferred first.</summary>
    public required IReadOnlyList<AgentSettings> Agents { get; init; }

    /// <summary>What speaks against an agent, one place for each; null when nothing does.</summary>
    public required IReadOnlyList<Absence?> Absences { get; init; }

    /// <summary>A pool in which every agent can be called.</summary>
    public static AgentPool Of(IReadOnlyList<AgentSettings> agents) => new() { Agents = agents, Absences = [.. agents.Select(static _ => (Absence?)null)] };

    /// <summary>The index of the agent to call; null when none can be.</summary>
    public int? Pick(DateTime now)
    {
        for (var index = 0; index < Agents.Count; index++)
        {
            if (Absences[index] is not { } absence || absence.Until <= now)
            {
                return index;
            }
        }

        return null;
    }

    /// <summary>The agent that comes back first, of those that something speaks against; without a time, the first in the list, which a person has to bring back.</summary>
    public (AgentSettings Agent, Absence Absence) First()
    {
        var (agent, absence) = Agents.Zip(Absences).Where(pair => pair.Second is not null).MinBy(pair => pair.Second!.Until ?? DateTime.MaxValue);
        return (agent, absence!);
    }

    /// <summary>Notes that an agent cannot be called: until the time that it names, or for a rest; not logged in and not installed last until a person says otherwise.</summary>
    public AgentPool Without(int index, ExecuteAgentResult result, DateTime now, TimeSpan rest)
    {
        DateTime? until = result.Outcome is AgentOutcome.AuthExpired or AgentOutcome.NotInstalled ? null : Rested(result.RetryAt?.UtcDateTime, now, rest);
        return With(index, new(result.Outcome, result.Error ?? "It did not say why.", until));
    }

    /// <summary>Notes that an agent worked.</summary>
    public AgentPool Working(int index) => With(index, null);

    /// <summary>A person says that the agents can be called again.</summary>
    public AgentPool Restored() => Of(Agents);

    AgentPool With(int index, Absence? absence) => this with { Absences = [.. Absences.Select((known, other) => other == index ? absence : known)] };

    static DateTime Rested(DateTime? named, DateTime now, TimeSpan rest)
    {
        var until = named ?? now + rest;
        return until < now + _shortestRest ? now + _shortestRest : until > now + _longestRest ? now + _longestRest : until;
    }

    /// <summary>Why an agent cannot be called.</summary>
    /// <param name="Outcome">The kind of the cause.</param>
    /// <param name="Error">The cause in the agent's words.</param>
    /// <param name="Until">When it can be tried again, in UTC; null when only a person can say.</param>
    internal sealed record Absence(AgentOutcome Outcome, string Error, DateTime? Until);
}
