using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;

namespace Aidp.Cli.Starting;

/// <summary>What a run starts from, and where its configuration can be read.</summary>
/// <param name="Repository">What the host is told.</param>
/// <param name="Folder">The folder of the files on this machine; null when there is none.</param>
sealed record StartingPoint(RepositorySource Repository, string? Folder)
{
    /// <summary>A repository on this machine, for the host on this machine.</summary>
    public static StartingPoint Of(SourceFacts source) =>
        new(new() { Location = source.Location, BaseCommit = source.HeadCommit, BaseBranch = source.HeadBranch }, source.IsBare ? null : source.Location);
}
