namespace Aidp.Activities.Git;

/// <summary>One call of git. Paths and revisions that come from elsewhere stand after <c>--</c>, or are full ids.</summary>
sealed record GitCall(params IReadOnlyList<string> Arguments)
{
    /// <summary>The repository; null lets git look for it from the working directory.</summary>
    public string? GitDirectory { get; init; }

    /// <summary>The files, when the repository has none of its own.</summary>
    public string? WorkTree { get; init; }

    /// <summary>The index, when it is not the repository's.</summary>
    public string? IndexFile { get; init; }

    /// <summary>The folder in which git runs.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Whether the working directory itself must be the repository: one above it is another's.</summary>
    public bool IsExactlyHere { get; init; }

    /// <summary>Settings (<c>name=value</c>) that hold for this call besides those of the contract.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The clone URL of the server that it may talk to, see <see cref="Workspaces.RemoteLocation"/>; null for none.</summary>
    public string? Server { get; init; }

    /// <summary>A text for its standard input.</summary>
    public string? Input { get; init; }

    /// <summary>A file for its standard input.</summary>
    public string? InputFile { get; init; }

    /// <summary>By which it is found when this process dies.</summary>
    public string? Token { get; init; }

    /// <summary>How long it may take, 30 minutes by default: a first copy of a very large repository.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
