using Aidp.Activities.Processes;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>What an agent gets to see of the host's environment: an allow-list with at most one credential.</summary>
/// <param name="Variables">The whole environment.</param>
/// <param name="Secrets">Values in it that must not be written down anywhere.</param>
sealed record AgentEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Secrets)
{
    const string Own = "AIDP_";

    /// <summary>Values shorter than this are not secrets, and replacing them would make a transcript unreadable.</summary>
    const int ShortestSecret = 6;

    static readonly string[] _secretNames = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "AUTH"];

    /// <summary>Where sockets of the user's session are, this host's perhaps among them.</summary>
    static readonly string[] _withheld = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME"];

    /// <summary>The environment of a call.</summary>
    public static AgentEnvironment Create(AgentDefinition definition, AgentSettings settings, StepContext step)
    {
        var credential = Credential(definition);
        string[] named = [.. settings.Environment.Where(name => !name.StartsWith(Own, StringComparison.OrdinalIgnoreCase))];
        var variables = ProcessEnvironment.Create(
            [.. definition.Variables, .. named, .. credential is null ? Array.Empty<string>() : [credential]],
            [
                .. definition.Values,
                new("AIDP_RUN", step.Run),
                new("AIDP_ITERATION", step.Iteration.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ]);
        foreach (var name in _withheld.Except(named))
        {
            variables.Remove(name);
        }

        return new AgentEnvironment(variables, [.. Secret(named, credential).Select(name => variables.GetValueOrDefault(name, "")).Where(value => value.Length >= ShortestSecret).Distinct()]);
    }

    /// <summary>The name of the variable whose value is the agent's credential; null when none of them is set.</summary>
    public static string? Credential(AgentDefinition definition) => definition.Credentials.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    static IEnumerable<string> Secret(IEnumerable<string> named, string? credential) =>
        named.Where(name => _secretNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))).Concat(credential is null ? [] : [credential]);
}
