using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Workspaces;

/// <summary>All workspaces of one state folder.</summary>
sealed partial class RunWorkspaces(StateFolder state, GitRunner git, ProcessRunner processes, TimeProvider time)
{
    /// <summary>A second attempt waits for the first as long as a step may take.</summary>
    static readonly TimeSpan _lockLimit = TimeSpan.FromHours(24);

    /// <summary>How long salvage is kept.</summary>
    public static readonly TimeSpan SalvageAge = TimeSpan.FromDays(14);

    /// <summary>Looks at the repository that a folder belongs to.</summary>
    public Task<SourceInspection> InspectAsync(string folder, CancellationToken cancellationToken) => new SourceRepository(git).InspectAsync(folder, cancellationToken);

    /// <summary>Makes the clone, the journal and the worktree of a run as far as they are missing, and opens them at the base commit.</summary>
    public async Task<RunWorkspace> CreateAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        if (!FullId().IsMatch(workspace.Repository.BaseCommit))
        {
            throw new ArgumentException($"'{workspace.Repository.BaseCommit}' is not the full id of a commit (40 or 64 hexadecimal digits).", nameof(workspace));
        }
        await git.CheckVersionAsync();
        var directory = state.Repository(workspace.Repository.Location);
        await new RepositoryClone(git, processes, directory, time).EnsureAsync(workspace.Repository.Location, workspace.Repository.BaseCommit, cancellationToken);
        var opened = await OpenAsync(workspace, cancellationToken);
        try
        {
            await opened.Journal.BeginAsync(workspace.Repository.BaseCommit, cancellationToken);
            await RememberSubmodulesAsync(workspace, directory, cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a run's workspace for one step; waits while another attempt has it.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The workspace that is returned owns the lock.")]
    public async Task<RunWorkspace> OpenAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var (directory, journal, token) = (state.Repository(workspace.Repository.Location), state.Journal(workspace.Run), $"git-{RefName.Encode(workspace.Run)}");
        var held = await FolderLock.AcquireAsync(state.Worktree(workspace.Run) + ".lock", _lockLimit, time, cancellationToken);
        try
        {
            if (held.HolderDied)
            {
                await ClearAsync(directory, journal, workspace.Run, token);
            }
            Directory.CreateDirectory(journal);
            var repository = new GitRepository(git, directory, token);
            return new RunWorkspace(held, state, time, repository,
                new Worktree(git, processes, state.Worktree(workspace.Run), directory, journal, token),
                new BranchPublisher(git, repository, workspace.Repository.Location, workspace.Run, workspace.Slug), workspace);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes a run's worktree; its journal stays. Again, it does nothing.</summary>
    public async Task RemoveWorktreeAsync(string run, CancellationToken cancellationToken)
    {
        await using var held = await FolderLock.AcquireAsync(state.Worktree(run) + ".lock", _lockLimit, time, cancellationToken);
        await TreeRemoval.RemoveAsync(state.Worktree(run), processes, cancellationToken);
    }

    /// <summary>Removes all that is kept of a run: files, journal, salvage, and what is known of its steps.</summary>
    public async Task ForgetAsync(string run, string location, CancellationToken cancellationToken)
    {
        await RemoveWorktreeAsync(run, cancellationToken);
        var directory = state.Repository(location);
        if (Directory.Exists(directory))
        {
            await new RunJournal(new GitRepository(git, directory), run).DeleteAsync(cancellationToken);
        }
        await TreeRemoval.RemoveAsync(state.Journal(run), processes, cancellationToken);
        File.Delete(state.Worktree(run) + ".lock");
    }

    /// <summary>Drops salvage older than <see cref="SalvageAge"/> and packs the clone of a repository; returns how many refs went.</summary>
    public async Task<int> CompactAsync(string location, CancellationToken cancellationToken)
    {
        var directory = state.Repository(location);
        var repository = new GitRepository(git, directory);
        var old = (await repository.RefsAsync("refs/aidp/salvage", cancellationToken)).Where(salvage => salvage.Committed < time.GetUtcNow() - SalvageAge).Select(salvage => salvage.Name).ToList();
        await repository.DeleteRefsAsync(old, cancellationToken);
        await new RepositoryClone(git, processes, directory, time).CompactAsync(cancellationToken);
        return old.Count;
    }

    /// <summary>A git that outlived its host is ended, and so are the locks that it held.</summary>
    async Task ClearAsync(string directory, string journal, string run, string token)
    {
        await ProcessTree.EndAsync(token, time);
        foreach (var path in new[] { Path.Combine(journal, "index.lock"), Path.Combine(journal, "salvage-index.lock"), Path.Combine(directory, RefName.Journal(run) + ".lock"), Path.Combine(directory, RefName.Published(run) + ".lock") })
        {
            if (Directory.Exists(Path.GetDirectoryName(path)))
            {
                File.Delete(path);
            }
        }
    }

    async Task RememberSubmodulesAsync(Workspace workspace, string directory, CancellationToken cancellationToken)
    {
        var file = Path.Combine(state.Journal(workspace.Run), "submodules");
        if (!File.Exists(file) && await Submodules.InAsync(git, directory, workspace.Repository.BaseCommit, cancellationToken) is { Count: > 0 } submodules)
        {
            await DurableFile.WriteAsync(file, System.Text.Encoding.UTF8.GetBytes(string.Join('\0', submodules)), cancellationToken);
        }
    }

    [GeneratedRegex("^([0-9a-f]{40}|[0-9a-f]{64})$")]
    private static partial Regex FullId();
}
