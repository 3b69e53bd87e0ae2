using Aidp.Activities.Agents;
using Aidp.Activities.Configuration;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Doctor;

/// <summary>Looks which agents are there.</summary>
static class AgentFindings
{
    /// <summary>Looks at all known agents, those that are configured as they are configured.</summary>
    /// <param name="configuration">The configuration; null when it cannot be used.</param>
    public static async Task<IReadOnlyList<Finding>> LookAsync(EffectiveConfiguration? configuration, CancellationToken cancellation)
    {
        var configured = configuration?.Run.Agents ?? [];
        var looked = AgentInspection.KnownNames.Except(configured.Select(agent => agent.Name)).Where(name => name != AgentChoice.CommandAgent).Select(name => new AgentSettings { Name = name });
        var seen = await Task.WhenAll(configured.Concat(looked).Select(agent => AgentInspection.LookAsync(agent, cancellation)));
        cancellation.ThrowIfCancellationRequested();
        var wished = configuration is not null && configuration.Settings.Any(setting => setting.Path is "agent" or "agent_command" or "agents[0].name") ? configured[0].Name : null;
        return [.. seen.Select(agent => Judge(agent, agent.Name == wished))];
    }

    static Finding Judge(AgentInspection agent, bool isWished)
    {
        var subject = $"agent {agent.Name}";
        var level = isWished ? FindingLevel.Problem : FindingLevel.Warning;
        return agent switch
        {
            { Name: AgentChoice.CommandAgent } => Finding.Ok(subject, "a command of the configuration; it is not called to look at it"),
            { Version: null } => new(level, subject, isWished ? "The configuration prefers it, and it is not there." : "It is not installed.", agent.Remedy),
            { IsLoggedIn: false } => new(level, subject, $"{agent.Version}, but nobody is logged in.", agent.Remedy),
            { IsLoggedIn: null } => Finding.Ok(subject, agent.Version),
            _ => Finding.Ok(subject, agent.Version == "built in" ? agent.Version : $"{agent.Version}, logged in"),
        };
    }
}
