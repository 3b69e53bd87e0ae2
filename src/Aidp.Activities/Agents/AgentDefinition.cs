namespace Aidp.Activities.Agents;

/// <summary>All there is to know of an agent: data, a pure function to its command line, and a pure function from its output to a reply.</summary>
sealed record AgentDefinition
{
    /// <summary>Its name in settings.</summary>
    public required string Name { get; init; }

    /// <summary>The executable, looked up in PATH unless the settings name another.</summary>
    public required string Executable { get; init; }

    /// <summary>The arguments of a call; the prompt is never among them, but comes by standard input.</summary>
    public required Func<AgentCall, IReadOnlyList<string>> Arguments { get; init; }

    /// <summary>Reads the standard output, line by line, and how the process ended.</summary>
    public required Func<IEnumerable<string>, AgentExit, AgentReply> Read { get; init; }

    /// <summary>Names of variables that hold its credential; the first that is set is passed on, the others are not.</summary>
    public IReadOnlyList<string> Credentials { get; init; } = [];

    /// <summary>Names of variables without secrets that it may see besides those that every program sees.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Variables that it is given.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The file in which it looks for a repository's instructions by itself; null when it does not, so that the prompt must hold them.</summary>
    public string? InstructionFile { get; init; }

    /// <summary>Whether an interrupted call can be taken up again by its session.</summary>
    public bool Resumes { get; init; }

    /// <summary>How to look whether it is there and logged in; null for an agent that is always there.</summary>
    public AgentProbe? Probe { get; init; }
}

/// <summary>How to look, without the network, whether an agent is there and logged in.</summary>
/// <param name="Version">Arguments that print the version.</param>
/// <param name="Login">Arguments that end with exit code 0 when a person is logged in.</param>
/// <param name="Install">What a person does to install it.</param>
/// <param name="LogIn">What a person does to log in.</param>
sealed record AgentProbe(IReadOnlyList<string> Version, IReadOnlyList<string> Login, string Install, string LogIn);
