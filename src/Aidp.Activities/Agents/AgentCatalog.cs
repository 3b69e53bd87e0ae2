using Aidp.Activities.Configuration;

namespace Aidp.Activities.Agents;

/// <summary>All agents that are known by name.</summary>
static class AgentCatalog
{
    /// <summary>The agents, the ones that people install first.</summary>
    public static IReadOnlyList<AgentDefinition> All { get; } = [ClaudeAgent.Definition, CodexAgent.Definition, CommandAgent.Definition, DemoAgent.Definition];

    /// <summary>The agent of that name; null when there is none.</summary>
    public static AgentDefinition? Find(string name) => All.FirstOrDefault(agent => agent.Name == name);

    /// <summary>Cause and way out for a name that is not known.</summary>
    public static string Unknown(string name)
    {
        var meant = NearestName.Of(name, All.Select(agent => agent.Name)) is { } near ? $" Did you mean '{near}'?" : "";
        return $"There is no agent '{name}'.{meant} Known are {string.Join(", ", All.Select(agent => agent.Name))}; any other program can be called with --agent-command.";
    }
}
