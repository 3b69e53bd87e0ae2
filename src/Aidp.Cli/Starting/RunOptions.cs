namespace Aidp.Cli.Starting;

/// <summary>What the command line of <c>aidp run</c> says.</summary>
sealed record RunOptions
{
    /// <summary>What is to be done; <c>-</c> for standard input.</summary>
    public required string Task { get; init; }

    /// <summary>The folder of the repository, or for a host elsewhere its clone URL; null for the current folder.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit to start from, for a host elsewhere; null for the one that HEAD means.</summary>
    public string? Commit { get; init; }

    /// <summary>Settings by their dotted paths, instead of those of files and environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Checks, instead of those of any file.</summary>
    public IReadOnlyList<(string Name, string Command)> Checks { get; init; } = [];

    /// <summary>The id; null for one made from the task.</summary>
    public string? Id { get; init; }

    /// <summary>Agrees to what the repository would execute.</summary>
    public bool Yes { get; init; }
}
