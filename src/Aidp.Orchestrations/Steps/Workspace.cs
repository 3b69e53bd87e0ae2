using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Steps;

/// <summary>The state of a run's files between two steps: a commit of its journal. A step receives one and returns the next.</summary>
public sealed record Workspace
{
    /// <summary>The run that the journal <c>refs/aidp/runs/&lt;run&gt;</c> belongs to.</summary>
    public required string Run { get; init; }

    /// <summary>The repository that the run works on.</summary>
    public required RepositorySource Repository { get; init; }

    /// <summary>Names the branch <c>aidp/&lt;slug&gt;</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>The full id of the journal's newest commit; the base commit at the start.</summary>
    public required string Commit { get; init; }
}
