namespace Aidp.Activities.Git;

/// <summary>The files in a folder, as a repository elsewhere and a private index see them: nothing that stands in the folder is configuration.</summary>
sealed class GitIndex(GitRunner git, string gitDirectory, string workTree, string indexFile, string? token)
{
    /// <summary>What git says of a file whose text is not in the <c>working-tree-encoding</c> that an attribute demands. A name that it takes for none it passes over by itself.</summary>
    static readonly string[] _refusals = ["failed to encode", "BOM is required in", "BOM is prohibited in", "and back is not the same", "true/false are no valid working-tree-encodings"];

    /// <summary>Makes index and tracked files equal to a commit; other files that are in the way are overwritten.</summary>
    public Task ResetAsync(string commit, CancellationToken cancellationToken) => RunAsync(["read-tree", "--reset", "-u", commit], cancellationToken);

    /// <summary>Makes only the index equal to a commit.</summary>
    public Task ResetIndexAsync(string commit, CancellationToken cancellationToken) => RunAsync(["read-tree", "--reset", commit], cancellationToken);

    /// <summary>Removes files and folders that are neither tracked nor ignored, repositories among them.</summary>
    public Task CleanAsync(CancellationToken cancellationToken) => RunAsync(["clean", "-ffdq"], cancellationToken);

    /// <summary>Where the index points to commits of other repositories.</summary>
    public async Task<IReadOnlyList<GitPath>> RepositoriesAsync(CancellationToken cancellationToken)
    {
        var output = (await RunAsync(["ls-files", "--stage", "-z"], cancellationToken)).Output;
        // The bytes are searched first, since 100,000 files have none as a rule.
        return output.Span.IndexOf("160000 "u8) < 0 ? [] : [.. GitPath.Of(output.Span).Raw.Split('\0').Where(item => item.StartsWith("160000 ", StringComparison.Ordinal)).Select(item => new GitPath(item[(item.IndexOf('\t', StringComparison.Ordinal) + 1)..]))];
    }

    /// <summary>Where it points to commits of other repositories and the given commit does not, or to others.</summary>
    public async Task<IReadOnlyList<GitPath>> NewRepositoriesAsync(string commit, CancellationToken cancellationToken) =>
    [
        .. TreeChange.Read((await RunAsync(["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none", commit], cancellationToken)).Output.Span)
            .Where(change => change.After.IsRepository).Select(change => change.Path),
    ];

    /// <summary>Lets git take what the index says of these paths for what is there, and not look.</summary>
    public Task HideAsync(IReadOnlyCollection<GitPath> paths, CancellationToken cancellationToken) => UpdateAsync("--skip-worktree", paths, cancellationToken);

    /// <summary>Takes paths out of the index, whatever is there.</summary>
    public Task RemoveAsync(IReadOnlyCollection<GitPath> paths, CancellationToken cancellationToken) => UpdateAsync("--force-remove", paths, cancellationToken);

    /// <summary>Takes every change of the files into the index; ignored files stay out.</summary>
    public Task<GitResult> AddAllAsync(CancellationToken cancellationToken) => git.TryRunAsync(Call("add", "-A"), cancellationToken);

    /// <summary>Takes the given files into the index, or out of it where they are gone; those that git refuses stay as the index has them.</summary>
    public async Task UpdateAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var call = Call("update-index", "--add", "--remove", "--replace", "-z", "--stdin") with { Input = string.Concat(paths.Select(path => path + '\0')) };
        var result = await git.TryRunAsync(call, cancellationToken);
        if (result.IsSuccess)
        {
            return;
        }

        // Anything else, such as a full disk, is no fault of one file: to leave all of them out for it would lose the work.
        if (!_refusals.Any(refusal => result.Error.Contains(refusal, StringComparison.Ordinal)))
        {
            throw GitRunner.Failure(call, result);
        }

        // git stops at the first one that it refuses, and keeps nothing of that call.
        if (paths.Count > 1)
        {
            await UpdateAsync([.. paths.Take(paths.Count / 2)], cancellationToken);
            await UpdateAsync([.. paths.Skip(paths.Count / 2)], cancellationToken);
        }
    }

    /// <summary>Writes the index as a tree and returns its id.</summary>
    public async Task<string> WriteTreeAsync(CancellationToken cancellationToken) => (await RunAsync(["write-tree"], cancellationToken)).Text;

    /// <summary>Files that are neither tracked nor ignored; a name that ends in '/' is a repository.</summary>
    public async Task<IReadOnlyList<string>> UntrackedAsync(CancellationToken cancellationToken) => (await RunAsync(["ls-files", "-z", "--others", "--exclude-standard"], cancellationToken)).Items;

    /// <summary>Files that differ from the index, or are gone.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(CancellationToken cancellationToken) => (await RunAsync(["ls-files", "-z", "--modified"], cancellationToken)).Items;

    /// <summary>The same files through another index.</summary>
    public GitIndex With(string otherIndexFile) => new(git, gitDirectory, workTree, otherIndexFile, token);

    async Task UpdateAsync(string option, IReadOnlyCollection<GitPath> paths, CancellationToken cancellationToken)
    {
        if (paths.Count > 0)
        {
            var input = indexFile + ".input";
            await File.WriteAllBytesAsync(input, [.. paths.SelectMany(path => path.Bytes.Append((byte)0))], cancellationToken);
            await git.RunAsync(Call("update-index", option, "-z", "--stdin") with { InputFile = input }, cancellationToken);
        }
    }

    Task<GitResult> RunAsync(string[] arguments, CancellationToken cancellationToken) => git.RunAsync(Call(arguments), cancellationToken);

    GitCall Call(params IReadOnlyList<string> arguments) => new(arguments) { GitDirectory = gitDirectory, WorkTree = workTree, IndexFile = indexFile, WorkingDirectory = workTree, Token = token };
}
