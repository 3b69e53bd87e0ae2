using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Workspaces;

/// <summary>All workspaces of one state folder.</summary>
/// <remarks>Public because activities, which are, ask for it in their constructors.</remarks>
public sealed partial class RunWorkspaces
{
    /// <summary>A second attempt waits for the first as long as a step may take.</summary>
    static readonly TimeSpan _lockLimit = TimeSpan.FromHours(24);

    /// <summary>How long salvage is kept.</summary>
    internal static readonly TimeSpan SalvageAge = TimeSpan.FromDays(14);

    readonly StateFolder _state;
    readonly GitRunner _git;
    readonly ProcessRunner _processes;
    readonly TimeProvider _time;

    internal RunWorkspaces(StateFolder state, GitRunner git, ProcessRunner processes, TimeProvider time) =>
        (_state, _git, _processes, _time) = (state, git, processes, time);

    /// <summary>Looks at the repository that a folder belongs to.</summary>
    internal Task<SourceInspection> InspectAsync(string folder, CancellationToken cancellationToken) => new SourceRepository(_git).InspectAsync(folder, cancellationToken);

    /// <summary>Makes the clone, the journal and the worktree of a run as far as they are missing, and opens them at the base commit.</summary>
    internal async Task<RunWorkspace> CreateAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        if (!FullId().IsMatch(workspace.Repository.BaseCommit))
        {
            throw new ArgumentException($"'{workspace.Repository.BaseCommit}' is not the full id of a commit (40 or 64 hexadecimal digits).", nameof(workspace));
        }

        await _git.CheckVersionAsync();
        await Clone(workspace.Repository.Location).EnsureAsync(workspace.Repository.Location, workspace.Repository.BaseCommit, cancellationToken);
        var opened = await OpenAsync(workspace, cancellationToken);
        try
        {
            await opened.Journal.BeginAsync(workspace.Repository.BaseCommit, cancellationToken);
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
    internal async Task<RunWorkspace> OpenAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        var (directory, journal, token) = (_state.Repository(workspace.Repository.Location), _state.Journal(workspace.Run), _state.GitToken(workspace.Run));
        var held = await FolderLock.AcquireAsync(_state.Worktree(workspace.Run) + ".lock", _lockLimit, _time, cancellationToken);
        try
        {
            if (held.HolderDied)
            {
                await ClearAsync(directory, journal, workspace.Run, token);
            }

            Directory.CreateDirectory(journal);
            var repository = new GitRepository(_git, directory, token);
            return new RunWorkspace(held, _state, _time, repository,
                new Worktree(_git, _processes, _state.Worktree(workspace.Run), directory, journal, token),
                new BranchPublisher(_git, repository, workspace.Repository.Location, workspace.Run, workspace.Slug), workspace);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes a run's worktree; its journal stays. Again, it does nothing.</summary>
    internal async Task RemoveWorktreeAsync(string run, CancellationToken cancellationToken)
    {
        await using var held = await FolderLock.AcquireAsync(_state.Worktree(run) + ".lock", _lockLimit, _time, cancellationToken);
        await TreeRemoval.RemoveAsync(_state.Worktree(run), _processes, cancellationToken);
    }

    /// <summary>Removes all that is kept of a run: files, journal, salvage, and what is known of its steps.</summary>
    internal async Task ForgetAsync(string run, string location, CancellationToken cancellationToken)
    {
        await RemoveWorktreeAsync(run, cancellationToken);
        var directory = _state.Repository(location);
        if (Directory.Exists(directory))
        {
            await Clone(location).DeleteRefsAsync(await new RunJournal(new GitRepository(_git, directory), run).RefsAsync(cancellationToken), cancellationToken);
        }

        await TreeRemoval.RemoveAsync(_state.Journal(run), _processes, cancellationToken);
        File.Delete(_state.Worktree(run) + ".lock");
    }

    /// <summary>Drops salvage older than <see cref="SalvageAge"/> and packs the clone of a repository; returns how many refs went.</summary>
    internal async Task<int> CompactAsync(string location, CancellationToken cancellationToken)
    {
        var clone = Clone(location);
        if (!Directory.Exists(clone.Directory))
        {
            // Every run on it ended before the clone was made.
            return 0;
        }

        var old = (await new GitRepository(_git, clone.Directory).RefsAsync("refs/aidp/salvage", cancellationToken)).Where(salvage => salvage.Committed < _time.GetUtcNow() - SalvageAge).Select(salvage => salvage.Name).ToList();
        await clone.DeleteRefsAsync(old, cancellationToken);
        await clone.CompactAsync(cancellationToken);
        return old.Count;
    }

    RepositoryClone Clone(string location) => new(_git, _processes, _state.Repository(location), _state.CloneToken(location), _time);

    /// <summary>A git that outlived its host is ended, and so are the locks that it held.</summary>
    async Task ClearAsync(string directory, string journal, string run, string token)
    {
        await ProcessTree.EndAsync(token, _time);
        foreach (var path in new[] { Path.Combine(journal, "index.lock"), Path.Combine(journal, "salvage-index.lock"), Path.Combine(directory, RefName.Journal(run) + ".lock"), Path.Combine(directory, RefName.Published(run) + ".lock") })
        {
            if (Directory.Exists(Path.GetDirectoryName(path)))
            {
                File.Delete(path);
            }
        }
    }

    [GeneratedRegex(@"^([0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex FullId();
}
