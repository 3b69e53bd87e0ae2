namespace Aidp.Cli.Starting;

/// <summary>What the command line of <c>aidp run</c> says.</summary>
sealed record RunOptions
{
    /// <summary>What is to be done; <c>-</c> for standard input.</summary>
    public required string Task { get; init; }

    /// <summary>The folder of the repository; null for the current one.</summary>
    public string? Repository { get; init; }

    /// <summary>The agent; null for the configured one.</summary>
    public string? Agent { get; init; }

    /// <summary>A shell command to use as the agent.</summary>
    public string? AgentCommand { get; init; }

    /// <summary>Checks as <c>NAME=COMMAND</c>, instead of those of any file.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>How many iterations the run may take; null for what is configured.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>The id; null for one made from the task.</summary>
    public string? Id { get; init; }

    /// <summary>Agrees to what the repository would execute.</summary>
    public bool Yes { get; init; }
}
