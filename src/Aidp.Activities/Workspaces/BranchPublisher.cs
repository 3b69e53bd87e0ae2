using Aidp.Activities.Git;

namespace Aidp.Activities.Workspaces;

/// <summary>The one write to the user's repository: objects, and one branch that only moves forward.</summary>
sealed class BranchPublisher(GitRunner git, GitRepository clone, string location, string run, string slug)
{
    readonly string _branch = RefName.Branch(slug);
    readonly string _published = RefName.Published(run);

    /// <summary>Publishes a tree as one commit on the base (or on what this run published before). Again with the same tree, it changes nothing.</summary>
    public async Task<Publication> PublishAsync(string tree, string baseCommit, string message, CancellationToken cancellationToken)
    {
        var commit = await CommitAsync(tree, baseCommit, message, cancellationToken);
        if (IsRemote)
        {
            return await PushAsync(commit, cancellationToken);
        }

        if (!Directory.Exists(location))
        {
            return Blocked(PublicationBlock.RepositoryMissing, $"The repository '{location}' is gone.", commit);
        }

        Boundaries.Reach("publish.before");
        var fetched = await git.TryRunAsync(
            new GitCall(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules", "--no-prune", .. GitContract.Serving("upload-pack", clone.Directory), "--", clone.Directory, $"{_published}:{_branch}"])
            {
                WorkingDirectory = location,
                IsExactlyHere = true,
            },
            cancellationToken);
        Boundaries.Reach("publish.after");
        return await BranchCommitAsync(cancellationToken) == commit
            ? new Publication.Published(_branch["refs/heads/".Length..], commit)
            : await ExplainAsync(fetched, commit, cancellationToken);
    }

    bool IsRemote => RemoteLocation.IsOne(location);

    /// <summary>Only forward, as everywhere: a branch that went on without this run is left alone.</summary>
    async Task<Publication> PushAsync(string commit, CancellationToken cancellationToken)
    {
        Boundaries.Reach("publish.before");
        var push = new GitCall(["push", "--quiet", "--no-verify", "--no-recurse-submodules", .. GitContract.Serving("receive-pack", location), "--", location, $"{_published}:{_branch}"]) { GitDirectory = clone.Directory, WorkingDirectory = clone.Directory, Server = location };
        var pushed = await git.TryRunAsync(push, cancellationToken);
        Boundaries.Reach("publish.after");
        var name = _branch["refs/heads/".Length..];
        if (pushed.IsSuccess)
        {
            return new Publication.Published(name, commit);
        }

        var there = await BranchCommitAsync(cancellationToken);
        var remedy = GitRunner.Remedy(push, pushed);
        return there == commit ? new Publication.Published(name, commit)
            // Not the server's answer but an error on the way to it: the next attempt may get there.
            : !pushed.Error.Contains("rejected]", StringComparison.Ordinal) && remedy.Length == 0 ? throw GitRunner.Failure(push, pushed)
            : there is not null ? Blocked(PublicationBlock.BranchExists, $"The branch '{name}' already exists in '{location}' at {there[..12]}, with other commits than this run's.", commit)
            : Blocked(PublicationBlock.NotWritable, $"'{location}' did not take the branch '{name}' from this host: {pushed.Error.Trim()}{remedy}", commit);
    }

    /// <summary>The commit to publish; the one that an earlier attempt made, when it is the same.</summary>
    async Task<string> CommitAsync(string tree, string baseCommit, string message, CancellationToken cancellationToken)
    {
        var before = await clone.CommitAsync(_published, cancellationToken);
        if (before is not null && await clone.TreeAsync(before, cancellationToken) == tree)
        {
            return before;
        }

        var continues = before is not null && await BranchCommitAsync(cancellationToken) == before;
        var commit = await clone.CommitTreeAsync(tree, continues ? before : baseCommit, message, cancellationToken);
        Boundaries.Reach("publish.update-ref.before");
        if (!await clone.MoveRefAsync(_published, commit, before ?? GitRepository.None, "publish", cancellationToken))
        {
            throw new GitException($"Another attempt publishes run {run} at this moment; it is the one that counts.");
        }

        Boundaries.Reach("publish.update-ref.after");
        return commit;
    }

    async Task<string?> BranchCommitAsync(CancellationToken cancellationToken) => IsRemote ? await RemoteBranchCommitAsync(cancellationToken) :
        Directory.Exists(location) && await git.TryRunAsync(new GitCall("rev-parse", "--verify", "--quiet", _branch) { WorkingDirectory = location, IsExactlyHere = true }, cancellationToken) is { IsSuccess: true } found ? found.Text : null;

    /// <summary>Null when the server has no such branch; a server that does not answer is an exception.</summary>
    async Task<string?> RemoteBranchCommitAsync(CancellationToken cancellationToken) =>
        (await git.RunAsync(new GitCall(["ls-remote", .. GitContract.Serving("upload-pack", location), "--", location, _branch]) { GitDirectory = clone.Directory, WorkingDirectory = clone.Directory, Server = location }, cancellationToken)).Text is { Length: > 0 } found
            ? found.Split('\t')[0]
            : null;

    async Task<Publication> ExplainAsync(GitResult fetched, string commit, CancellationToken cancellationToken)
    {
        var name = _branch["refs/heads/".Length..];
        return fetched.Error switch
        {
            var text when text.Contains("refusing to fetch into", StringComparison.Ordinal) => Blocked(PublicationBlock.CheckedOut, $"The branch '{name}' is checked out in '{location}' or one of its worktrees, and was not moved under it.", commit),
            var text when text.Contains("refs/heads/aidp'", StringComparison.Ordinal) && text.Contains("cannot create", StringComparison.Ordinal) => Blocked(PublicationBlock.NameTaken, $"A branch named 'aidp' exists in '{location}', so none can be named '{name}'.", commit),
            _ when await BranchCommitAsync(cancellationToken) is { } other => Blocked(PublicationBlock.BranchExists, $"The branch '{name}' already exists in '{location}' at {other[..12]}, with other commits than this run's.", commit),
            var text when !Directory.Exists(location) || text.Contains("not a git repository", StringComparison.Ordinal) => Blocked(PublicationBlock.RepositoryMissing, $"'{location}' is no longer a git repository.", commit),
            var text => Blocked(PublicationBlock.NotWritable, $"git could not write to '{location}': {text.Trim()}", commit),
        };
    }

    Publication.Blocked Blocked(PublicationBlock reason, string cause, string commit) =>
        new(reason, IsRemote ? $"{cause} The work is kept. To get it, run this in a clone of the repository: aidp diff {run} | git apply" : $"{cause} The work is kept. To get it under another name, run this in a clone of the repository: git fetch '{clone.Directory}' {_published}:refs/heads/aidp-{slug}", commit);
}
