using System.Globalization;
using System.Text;

namespace Aidp.Activities.Git;

/// <summary>The objects and refs of one repository.</summary>
sealed class GitRepository(GitRunner git, string directory, string? token = null)
{
    /// <summary>The number of an object that does not exist: as the expected value of a ref, that there is none.</summary>
    public const string None = "";

    /// <summary>The repository's own folder.</summary>
    public string Directory => directory;

    /// <summary>The full id of a commit, or null when there is none of that name.</summary>
    public async Task<string?> CommitAsync(string revision, CancellationToken cancellationToken) =>
        await TryAsync(cancellationToken, "rev-parse", "--verify", "--quiet", revision + "^{commit}") is { IsSuccess: true } found ? found.Text : null;

    /// <summary>The id of a commit's tree.</summary>
    public async Task<string> TreeAsync(string commit, CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, "rev-parse", "--verify", commit + "^{tree}")).Text;

    /// <summary>Makes a commit of a tree and returns its id; nothing points to it yet.</summary>
    public async Task<string> CommitTreeAsync(string tree, string? parent, string message, CancellationToken cancellationToken) =>
        (await git.RunAsync(Call([.. (string[])["commit-tree"], .. parent is null ? (string[])[] : ["-p", parent], .. (string[])["-F", "-", tree]]) with { Input = message }, cancellationToken)).Text;

    /// <summary>Moves a ref if it still has the expected value (<see cref="None"/>: if it does not exist); false when it has another.</summary>
    public async Task<bool> MoveRefAsync(string name, string commit, string expected, string reason, CancellationToken cancellationToken)
    {
        var call = Call("update-ref", "-m", reason, name, commit, expected);
        var result = await git.TryRunAsync(call, cancellationToken);
        var current = result.IsSuccess ? commit : await CommitAsync(name, cancellationToken) ?? None;
        return current == expected && current != commit ? throw GitRunner.Failure(call, result) : current == commit;
    }

    /// <summary>Deletes refs; those that are gone already are no error.</summary>
    public async Task DeleteRefsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count > 0)
        {
            await git.RunAsync(Call("update-ref", "--stdin", "-z") with { Input = string.Concat(names.Select(name => $"delete {name}\0\0")) }, cancellationToken);
        }
    }

    /// <summary>The refs below a prefix, with the time of their commits.</summary>
    public async Task<IReadOnlyList<(string Name, DateTimeOffset Committed)>> RefsAsync(string prefix, CancellationToken cancellationToken) =>
    [
        .. (await RunAsync(cancellationToken, "for-each-ref", "--format=%(committerdate:unix) %(refname)", "--", prefix)).Lines
            .Select(line => line.Split(' ', 2))
            .Select(parts => (parts[1], DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture)))),
    ];

    /// <summary>How many files and lines differ between two trees or commits; binary files count no lines.</summary>
    public async Task<(int Files, int Lines)> CountChangesAsync(string from, string to, CancellationToken cancellationToken)
    {
        var numbers = (await RunAsync(cancellationToken, "diff-tree", "-r", "--numstat", "-z", "--no-renames", "--ignore-submodules=all", from, to)).Items.Select(item => item.Split('\t')).ToList();
        return (numbers.Count, numbers.Sum(number => Number(number[0]) + Number(number[1])));
    }

    /// <summary>Every path that differs between two trees or commits, with submodules and changes of mode.</summary>
    public async Task<IReadOnlyList<TreeChange>> ChangesAsync(string from, string to, CancellationToken cancellationToken) =>
        TreeChange.Read((await RunAsync(cancellationToken, "diff-tree", "-r", "--raw", "--numstat", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=none", from, to)).Output.Span);

    /// <summary>Writes a tree that differs from another one at some paths, and returns its id; the index file is overwritten.</summary>
    public async Task<string> ChangeTreeAsync(string tree, IEnumerable<(GitPath Path, TreeEntry Entry)> entries, string indexFile, CancellationToken cancellationToken)
    {
        // What goes first, so that a folder can take the place of a file.
        var lines = entries.OrderBy(item => item.Entry.Exists).Select(item => $"{item.Entry.Mode} {item.Entry.Id}\t{item.Path.Raw}\0");
        var input = indexFile + ".input";
        await File.WriteAllBytesAsync(input, Encoding.Latin1.GetBytes(string.Concat(lines)), cancellationToken);
        await git.RunAsync(Call("read-tree", tree) with { IndexFile = indexFile }, cancellationToken);
        await git.RunAsync(Call("update-index", "--replace", "-z", "--index-info") with { IndexFile = indexFile, InputFile = input }, cancellationToken);
        return (await git.RunAsync(Call("write-tree") with { IndexFile = indexFile }, cancellationToken)).Text;
    }

    /// <summary>The contents of small objects, such as links, as text.</summary>
    public async Task<IReadOnlyList<string>> ContentsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var output = (await git.RunAsync(Call("cat-file", "--batch") with { Input = string.Concat(ids.Select(id => id + '\n')) }, cancellationToken)).Output;
        var (contents, at) = (new List<string>(), 0);
        foreach (var _ in ids)
        {
            var end = at + output.Span[at..].IndexOf((byte)'\n');
            var size = int.Parse(Encoding.ASCII.GetString(output.Span[at..end]).Split(' ')[^1], CultureInfo.InvariantCulture);
            contents.Add(Encoding.UTF8.GetString(output.Span.Slice(end + 1, size)));
            at = end + 1 + size + 1;
        }

        return contents;
    }

    /// <summary>The text of a file of a commit, or of the one that a link leads to within it; null when there is none.</summary>
    public async Task<string?> FileAsync(string commit, string path, CancellationToken cancellationToken)
    {
        // "<id> blob <size>" and the contents, or a line that says what else it is.
        var output = (await git.RunAsync(Call("cat-file", "--batch", "--follow-symlinks") with { Input = $"{commit}:{path}\n" }, cancellationToken)).Output;
        var end = output.Span.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(output.Span[..end]).Split(' ') is [_, "blob", var size] && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? Encoding.UTF8.GetString(output.Span.Slice(end + 1, length)).TrimEnd('\n')
            : null;
    }

    /// <summary>Runs any other call in this repository.</summary>
    public Task<GitResult> RunAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments) => git.RunAsync(Call(arguments), cancellationToken);

    /// <summary>Runs any other call whose failure is an answer.</summary>
    public Task<GitResult> TryAsync(CancellationToken cancellationToken, params IReadOnlyList<string> arguments) => git.TryRunAsync(Call(arguments), cancellationToken);

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    GitCall Call(params IReadOnlyList<string> arguments) => new(arguments) { GitDirectory = directory, WorkingDirectory = directory, Token = token };
}
