using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>What a person can do about an agent that cannot be called.</summary>
static class Remedies
{
    /// <summary>A sentence for each outcome that time, another agent or a person mends.</summary>
    public static string For(AgentOutcome outcome, string agent) => outcome switch
    {
        AgentOutcome.NotInstalled => $"see to it that the host finds the program of {agent}, then resume.",
        AgentOutcome.AuthExpired => $"log in to {agent} as the user of the host, then resume.",
        AgentOutcome.QuotaExceeded => $"raise the quota of {agent} or wait for its reset; resume tries at once.",
        AgentOutcome.RateLimited => "wait for the reset; resume tries at once.",
        _ => "look whether its service is up; resume tries at once.",
    };
}
