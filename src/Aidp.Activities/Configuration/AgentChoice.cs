using Aidp.Activities.Agents;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Configuration;

/// <summary>Finds the agents of a run, the preferred one first.</summary>
static class AgentChoice
{
    /// <summary>The agent when nobody says which.</summary>
    public const string DefaultAgent = "claude";

    /// <summary>The name under which any other program is an agent.</summary>
    public const string CommandAgent = "command";

    /// <summary>The agents, at least one.</summary>
    public static IReadOnlyList<AgentSettings> Bind(SettingValue values, List<ConfigurationProblem> problems)
    {
        var agents = (values.At("agents")?.Items ?? []).Where(item => item.At("name") is not null).Select(item => Read(item, problems)).ToList();
        var (name, command) = (values.At("agent"), values.At("agent_command"));
        // Of two wishes the one that is nearer to the person counts.
        if (command is not null && (name is null || command.Origin.Kind >= name.Origin.Kind))
        {
            return [new AgentSettings { Name = CommandAgent, Command = (string)command.Content }, .. agents.Where(agent => agent.Name != CommandAgent)];
        }

        if (name?.Content is not string preferred)
        {
            return agents.Count > 0 ? agents : [new AgentSettings { Name = DefaultAgent }];
        }

        var found = agents.Find(agent => agent.Name == preferred);
        if (found is null && AgentCatalog.Find(preferred) is null)
        {
            problems.Add(new(name.Origin, AgentCatalog.Unknown(preferred)));
        }

        if (found is null && preferred == CommandAgent)
        {
            problems.Add(new(name.Origin, "Agent 'command' needs a command: set 'agent_command' (--agent-command)."));
        }

        return [found ?? new AgentSettings { Name = preferred }, .. agents.Where(agent => agent != found)];
    }

    /// <summary>The tiers that agents give models for.</summary>
    public static IEnumerable<(string Tier, Origin Origin)> TiersOf(SettingValue values) =>
        (values.At("agents")?.Items ?? []).SelectMany(agent => agent.At("models")?.Fields.Select(tier => (tier.Key, tier.Value.Origin)) ?? []);

    static AgentSettings Read(SettingValue item, List<ConfigurationProblem> problems)
    {
        var plain = new AgentSettings { Name = (string)item.At("name")!.Content, Command = item.At("command")?.Content as string };
        if (AgentCatalog.Find(plain.Name) is null)
        {
            problems.Add(new(item.At("name")!.Origin, AgentCatalog.Unknown(plain.Name)));
        }
        else if (plain.Name == CommandAgent != plain.Command is not null)
        {
            problems.Add(new((item.At("command") ?? item.At("name")!).Origin, "'command' belongs to agent 'command', and that one needs it."));
        }

        return plain with
        {
            Executable = item.At("executable")?.Content as string,
            Arguments = SettingsBinder.Texts(item, "args"),
            Environment = SettingsBinder.Texts(item, "env"),
            Models = (item.At("models")?.Fields ?? new Dictionary<string, SettingValue>()).ToDictionary(
                tier => tier.Key, tier => (IReadOnlyList<string>)[.. tier.Value.Items.Select(model => (string)model.Content)], StringComparer.Ordinal),
            Timeout = SettingsBinder.Get(item, "timeout", plain.Timeout),
            IdleTimeout = SettingsBinder.Get(item, "idle_timeout", plain.IdleTimeout),
        };
    }
}
