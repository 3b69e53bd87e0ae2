using Aidp.Activities.Git;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>The files of a run, seen by Aidp through its own clone and an index outside of them.</summary>
sealed class Worktree(GitRunner git, ProcessRunner processes, string directory, string clone, string journal, string token)
{
    const int MostNamed = 5;

    readonly GitIndex _index = new(git, clone, directory, Path.Combine(journal, "index"), token);

    /// <summary>The folder that agents and checks work in.</summary>
    public string Directory => directory;

    /// <summary>
    /// Whether the folder is there, and is one: a link in its place would lead anywhere. One without even a <c>.git</c> was deleted as far as its
    /// sandbox allows.
    /// </summary>
    public bool Exists => new DirectoryInfo(directory) is { Exists: true, LinkTarget: null } && System.IO.Directory.EnumerateFileSystemEntries(directory).Any();

    string IndexFile => Path.Combine(journal, "index");

    /// <summary>Makes the files equal to a commit, whatever state they are in; ignored files, such as installed packages, stay.</summary>
    public async Task MakeEqualAsync(string commit, CancellationToken cancellationToken)
    {
        Boundaries.Reach("worktree.reset.before");
        if (!Exists)
        {
            await RestoreFolderAsync(cancellationToken);
        }

        try
        {
            await ResetAsync(commit, cancellationToken);
        }
        catch (GitException)
        {
            // Folders that were made read-only, or an index that is damaged: repaired, and tried once more.
            TreeRemoval.MakeAccessible(directory);
            File.Delete(IndexFile);
            await ResetAsync(commit, cancellationToken);
        }

        Boundaries.Reach("worktree.reset.after");
    }

    /// <summary>Gives the agent a <c>.git</c> of its own for the step that comes.</summary>
    public Task WriteAgentRepositoryAsync(string slug, string commit, CancellationToken cancellationToken) =>
        AgentRepository.WriteAsync(directory, clone, IndexFile, slug, commit, processes, cancellationToken);

    /// <summary>Writes what the files are now as a tree of the clone; nothing points to it yet. Files that were deleted together with their folder are restored first: that is an accident and not a change.</summary>
    public async Task<Snapshot> SnapshotAsync(string commit, CancellationToken cancellationToken)
    {
        var notices = new List<string>();
        if (!Exists)
        {
            await MakeEqualAsync(commit, cancellationToken);
            notices.Add("The whole worktree had been deleted or replaced; it was restored as it was before the step.");
        }

        await HideRepositoriesAsync(_index, cancellationToken);
        var added = await _index.AddAllAsync(cancellationToken);
        if (!added.IsSuccess || (await _index.NewRepositoriesAsync(commit, cancellationToken)).Count > 0)
        {
            notices.AddRange(await AddAgainAsync(commit, cancellationToken));
        }

        return new Snapshot(await _index.WriteTreeAsync(cancellationToken), notices);
    }

    /// <summary>Writes those files that differ from a commit as a tree, the smallest first, as long as they fit into the limit.</summary>
    public async Task<(string Tree, int LeftOut)> SalvageAsync(string commit, long maximumBytes, CancellationToken cancellationToken)
    {
        if (!Exists)
        {
            return (await new GitRepository(git, clone, token).TreeAsync(commit, cancellationToken), 0);
        }

        TreeRemoval.MakeAccessible(directory);
        var index = _index.With(Path.Combine(journal, "salvage-index"));
        if (File.Exists(IndexFile))
        {
            File.Copy(IndexFile, Path.Combine(journal, "salvage-index"), overwrite: true);
        }

        await index.ResetIndexAsync(commit, cancellationToken);
        await HideRepositoriesAsync(index, cancellationToken);
        _ = NestedRepositories.Disarm(directory, await index.UntrackedAsync(cancellationToken), journal);
        var all = await ChangedAsync(index, cancellationToken);
        var sizes = all.Select(path => (Path: path, Size: SizeOf(path))).OrderBy(file => file.Size).ToList();
        var total = 0L;
        var fitting = sizes.TakeWhile(file => (total += file.Size) <= maximumBytes).Select(file => file.Path).ToList();
        await index.UpdateAsync(fitting, cancellationToken);
        return (await index.WriteTreeAsync(cancellationToken), all.Count - fitting.Count + (await RefusedAsync(index, fitting, cancellationToken)).Count);
    }

    /// <summary>Removes the files; the journal stays.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => TreeRemoval.RemoveAsync(directory, processes, cancellationToken);

    async Task RestoreFolderAsync(CancellationToken cancellationToken)
    {
        await TreeRemoval.RemoveAsync(directory, processes, cancellationToken);
        File.Delete(IndexFile);
        System.IO.Directory.CreateDirectory(journal);
        System.IO.Directory.CreateDirectory(directory);
    }

    async Task ResetAsync(string commit, CancellationToken cancellationToken)
    {
        await _index.ResetAsync(commit, cancellationToken);
        await _index.CleanAsync(cancellationToken);
    }

    async Task<IReadOnlyList<string>> AddAgainAsync(string commit, CancellationToken cancellationToken)
    {
        TreeRemoval.MakeAccessible(directory);
        await _index.ResetIndexAsync(commit, cancellationToken);
        await HideRepositoriesAsync(_index, cancellationToken);
        var notices = NestedRepositories.Disarm(directory, await _index.UntrackedAsync(cancellationToken), journal).ToList();
        if (!(await _index.AddAllAsync(cancellationToken)).IsSuccess)
        {
            // One path that git takes for no path, or whose text it cannot convert, must not cost all the others.
            var paths = await ChangedAsync(_index, cancellationToken);
            await _index.UpdateAsync(paths, cancellationToken);
            var refused = await RefusedAsync(_index, paths, cancellationToken);
            if (refused.Count > 0)
            {
                notices.Add($"git cannot keep {string.Join(", ", refused.Take(MostNamed).Select(path => $"'{path}'"))}{(refused.Count > MostNamed ? $" and {refused.Count - MostNamed} others" : "")}: reserved names, or text that is not in the encoding that .gitattributes demands. They are left out.");
            }
        }

        // What cannot be named here, since its name is no text, was not disarmed.
        var armed = await _index.NewRepositoriesAsync(commit, cancellationToken);
        await _index.RemoveAsync(armed, cancellationToken);
        return [.. notices, .. armed.Select(path => $"'{path}' is a git repository of its own, and its files were not kept: its name is no text.")];
    }

    static async Task<IReadOnlyList<string>> ChangedAsync(GitIndex index, CancellationToken cancellationToken) =>
        [.. (await index.ChangedAsync(cancellationToken)).Concat(await index.UntrackedAsync(cancellationToken)).Distinct(StringComparer.Ordinal)];

    static async Task<IReadOnlyList<string>> RefusedAsync(GitIndex index, IEnumerable<string> paths, CancellationToken cancellationToken) =>
        [.. (await ChangedAsync(index, cancellationToken)).Intersect(paths, StringComparer.Ordinal)];

    /// <summary>
    /// A repository where the index points to one, such as a submodule that was filled, has a configuration of its own, which git would obey when it looks
    /// whether that has changed. So it does not look.
    /// </summary>
    async Task HideRepositoriesAsync(GitIndex index, CancellationToken cancellationToken)
    {
        var all = await index.RepositoriesAsync(cancellationToken);
        await index.HideAsync([.. all.Where(path => !path.IsText || NestedRepositories.IsOne(Path.Combine(directory, path.Text)))], cancellationToken);
    }

    long SizeOf(string path)
    {
        var file = new FileInfo(Path.Combine(directory, path));
        return file is { Exists: true, LinkTarget: null } ? file.Length : 0;
    }
}

/// <summary>What the files of a worktree were at one moment.</summary>
/// <param name="Tree">The id of the tree in the clone.</param>
/// <param name="Notices">What a person should know.</param>
sealed record Snapshot(string Tree, IReadOnlyList<string> Notices);
