using Aidp.Activities.Checks;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Agents;

/// <summary>The names of the host's variables that reach the agents, checks and setup commands of a run.</summary>
static class PassedVariables
{
    /// <summary>The names; none of them twice.</summary>
    public static IEnumerable<string> Of(RunSettings settings) => ProcessEnvironment.Allowed
        .Concat(CheckCommand.Allowed)
        .Concat(settings.Agents.SelectMany(agent => AgentCatalog.Find(agent.Name) is { } definition ? [.. definition.Variables, .. definition.Credentials, .. agent.Environment] : agent.Environment))
        .Distinct(StringComparer.Ordinal);
}
