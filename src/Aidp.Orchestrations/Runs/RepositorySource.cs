namespace Aidp.Orchestrations.Runs;

/// <summary>The repository that a run works on, fixed when the run starts.</summary>
public sealed record RepositorySource
{
    /// <summary>An absolute path on the machine of the host, or a clone URL; it is only read, but for the one branch at the end.</summary>
    public required string Location { get; init; }

    /// <summary>The full id of the commit that the run starts from.</summary>
    public required string BaseCommit { get; init; }

    /// <summary>The branch that <see cref="BaseCommit"/> was taken from; null for a detached head.</summary>
    public string? BaseBranch { get; init; }
}
