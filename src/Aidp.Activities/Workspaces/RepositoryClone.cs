using Aidp.Activities.Git;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>Aidp's own bare clone of a repository: journals, salvage and objects live here, never in the user's hands.</summary>
/// <param name="token">Marks its git processes.</param>
sealed class RepositoryClone(GitRunner git, ProcessRunner processes, string directory, string token, TimeProvider time)
{
    /// <summary>The first copy of a very large repository on another disk, for whoever waits for it.</summary>
    static readonly TimeSpan _lockLimit = TimeSpan.FromMinutes(30);

    /// <summary>The bare repository's folder.</summary>
    public string Directory => directory;

    /// <summary>Makes the clone if there is none, and brings the commit into it if it lacks it.</summary>
    public async Task EnsureAsync(string location, string commit, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken);
        if (!System.IO.Directory.Exists(directory))
        {
            await CloneAsync(location, cancellationToken);
        }

        var repository = new GitRepository(git, directory, token);
        if (await repository.CommitAsync(commit, cancellationToken) is null)
        {
            await FetchAsync(location, "+HEAD:refs/aidp/source/head", cancellationToken);
        }

        if (await repository.CommitAsync(commit, cancellationToken) is null)
        {
            // A branch that is gone makes way for one below its name.
            await FetchAsync(location, "+refs/heads/*:refs/aidp/source/heads/*", cancellationToken, "--prune");
        }

        if (RemoteLocation.IsOne(location) && await repository.CommitAsync(commit, cancellationToken) is null)
        {
            // On no branch, but a server may give it all the same: that of a pull request, for example.
            await TryFetchAsync(location, $"+{commit}:refs/aidp/source/commits/{commit}", cancellationToken);
        }

        if (await repository.CommitAsync(commit, cancellationToken) is null)
        {
            throw new GitException($"'{location}' has no commit {commit} on any branch. Was it removed since the run was started? Start from a commit that is on a branch.");
        }

        if (!RemoteLocation.IsOne(location))
        {
            await CopyExcludesAsync(location, cancellationToken);
        }
    }

    /// <summary>Deletes refs.</summary>
    public async Task DeleteRefsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken);
        await new GitRepository(git, directory, token).DeleteRefsAsync(names, cancellationToken);
    }

    /// <summary>Packs what has accumulated and drops what nothing has pointed to for two weeks.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken);
        await git.RunAsync(new GitCall("gc", "--quiet", "--prune=2.weeks.ago") { GitDirectory = directory, WorkingDirectory = directory, Token = token }, cancellationToken);
    }

    /// <summary>No other process or task changes what the clone has of its source. What one that died has left running or locked is ended first.</summary>
    async Task<FolderLock> HoldAsync(CancellationToken cancellationToken)
    {
        var held = await FolderLock.AcquireAsync(directory + ".lock", _lockLimit, time, cancellationToken);
        try
        {
            await ClearAsync(held);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    async Task ClearAsync(FolderLock held)
    {
        if (held.HolderDied)
        {
            await ProcessTree.EndAsync(token, time);
            foreach (var (folder, depth) in new[] { (directory, SearchOption.TopDirectoryOnly), (Path.Combine(directory, "refs", "aidp", "source"), SearchOption.AllDirectories) })
            {
                foreach (var left in System.IO.Directory.Exists(folder) ? System.IO.Directory.GetFiles(folder, "*.lock", depth) : [])
                {
                    File.Delete(left);
                }
            }
        }
    }

    // Under another name first: a clone that a dead process has left half-made is never taken for one.
    async Task CloneAsync(string location, CancellationToken cancellationToken)
    {
        var parent = Path.GetDirectoryName(directory)!;
        var unfinished = directory + ".new";
        await TreeRemoval.RemoveAsync(unfinished, processes, cancellationToken);
        Boundaries.Reach("repository.clone.before");
        if (!await TryCloneAsync(location, unfinished, "--local", cancellationToken))
        {
            await TreeRemoval.RemoveAsync(unfinished, processes, cancellationToken);
            await TryCloneAsync(location, unfinished, "--no-local", cancellationToken);
        }

        System.IO.Directory.Move(unfinished, directory);
        DurableFile.SyncFolder(parent);
        Boundaries.Reach("repository.clone.after");
    }

    /// <summary>Hard links where it can; a transfer where the objects are elsewhere, or behind links.</summary>
    async Task<bool> TryCloneAsync(string location, string into, string way, CancellationToken cancellationToken)
    {
        var call = new GitCall(["clone", "--quiet", "--bare", "--no-tags", "--template=", .. GitContract.Serving("upload-pack", location), way, "--", location, into])
        {
            WorkingDirectory = Path.GetDirectoryName(into)!,
            Server = RemoteLocation.ServerOf(location),
            Token = token,
        };
        var result = await git.TryRunAsync(call, cancellationToken);
        return !result.IsSuccess && way == "--no-local" ? throw GitRunner.Failure(call, result)
            : result.IsSuccess && !(way == "--local" && File.Exists(Path.Combine(into, "objects", "info", "alternates")));
    }

    async Task FetchAsync(string location, string refspec, CancellationToken cancellationToken, params string[] options)
    {
        Boundaries.Reach("repository.fetch.before");
        await git.RunAsync(Fetch(location, refspec, options), cancellationToken);
        Boundaries.Reach("repository.fetch.after");
    }

    Task<GitResult> TryFetchAsync(string location, string refspec, CancellationToken cancellationToken) => git.TryRunAsync(Fetch(location, refspec), cancellationToken);

    GitCall Fetch(string location, string refspec, params string[] options) =>
        new(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--update-shallow", .. options, .. GitContract.Serving("upload-pack", location), "--", location, refspec])
        {
            GitDirectory = directory,
            WorkingDirectory = directory,
            Server = RemoteLocation.ServerOf(location),
            Token = token,
        };

    /// <summary>What the user ignores in this repository without saying so in a tracked file is ignored here too.</summary>
    async Task CopyExcludesAsync(string location, CancellationToken cancellationToken)
    {
        var common = (await git.RunAsync(new GitCall("rev-parse", "--git-common-dir") { WorkingDirectory = location, IsExactlyHere = true }, cancellationToken)).Text;
        var source = Path.Combine(Path.GetFullPath(common, location), "info", "exclude");
        if (File.Exists(source))
        {
            System.IO.Directory.CreateDirectory(Path.Combine(directory, "info"));
            // Renamed into place: a step of another run may be reading it.
            var copy = Path.Combine(directory, "info", "exclude.new");
            File.Copy(source, copy, overwrite: true);
            File.Move(copy, Path.Combine(directory, "info", "exclude"), overwrite: true);
        }
    }
}
