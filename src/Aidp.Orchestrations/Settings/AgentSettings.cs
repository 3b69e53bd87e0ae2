namespace Aidp.Orchestrations.Settings;

/// <summary>An agent as a run uses it.</summary>
public sealed record AgentSettings
{
    /// <summary>The name of a known agent (<c>claude</c>, <c>codex</c>, <c>demo</c> ...), or <c>command</c> for any other program.</summary>
    public required string Name { get; init; }

    /// <summary>The shell command of agent <c>command</c>; null for the others.</summary>
    public string? Command { get; init; }

    /// <summary>The executable to start instead of the agent's own name; null for the name, looked up in PATH.</summary>
    public string? Executable { get; init; }

    /// <summary>Arguments added to those that the agent's definition gives.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Names of environment variables of the host that the agent may see besides those of its definition.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>The models of each tier, in the order in which they are tried; a tier that is absent lets the agent choose.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Models { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How long one call may take. Default: 60 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long it may print nothing. Default: 15 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(15);
}
