using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>Reads the change that a run made so far from its journal.</summary>
public sealed class RunDiff
{
    readonly StateFolder _state;
    readonly GitRunner _git;

    internal RunDiff(StateFolder state, GitRunner git) => (_state, _git) = (state, git);

    /// <summary>The change as a patch that git can apply, whatever the files hold; null when the journal has not begun.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string run, RepositorySource repository, CancellationToken cancellation)
    {
        var directory = _state.Repository(repository.Location);
        if (!Directory.Exists(directory))
        {
            return null;
        }

        var clone = new GitRepository(_git, directory);
        if (await new RunJournal(clone, run).HeadAsync(cancellation) is not { } head)
        {
            return null;
        }

        var patch = await clone.RunAsync(cancellation, "diff", "--binary", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", repository.BaseCommit, head, "--");
        return patch.Output;
    }
}
