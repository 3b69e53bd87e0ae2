namespace Aidp.Activities.Configuration;

/// <summary>Where to look for configuration.</summary>
public sealed record ConfigurationRequest
{
    /// <summary>The repository's top folder; null outside of one.</summary>
    public string? Repository { get; init; }

    /// <summary>The environment's variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the command line says, by the dotted path of the setting: <c>max_iterations</c>, <c>agent</c>, <c>agent_command</c>, <c>state</c> ...</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The checks that the command line names, instead of those of any file.</summary>
    public IReadOnlyList<(string Name, string Command)> Checks { get; init; } = [];
}
