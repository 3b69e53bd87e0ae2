using Aidp.Activities.Git;

namespace Aidp.Activities.Setup;

/// <summary>Copies files that git ignores, such as <c>.env</c>, from the user's working copy; links are left where they are.</summary>
sealed class IgnoredFiles(GitRunner git, string source, string worktree)
{
    const int MostFiles = 20_000;

    /// <summary>1 GiB.</summary>
    const long MostBytes = 1L << 30;

    /// <summary>Copies what matches one of the globs; returns what a person should know.</summary>
    public async Task<IReadOnlyList<string>> CopyAsync(IReadOnlyList<string> globs, CancellationToken cancellationToken)
    {
        var notices = new List<string>();
        var bytes = 0L;
        foreach (var path in await FindAsync(globs, cancellationToken))
        {
            var from = new FileInfo(Path.Combine(source, path));
            if (!from.Exists || from.LinkTarget is not null || IsBehindLink(worktree, path))
            {
                notices.Add($"'{path}' was not copied: it is not a plain file, or lies behind a link.");
            }
            else if ((bytes += from.Length) > MostBytes)
            {
                notices.Add($"'{path}' and what follows was not copied: more than {MostBytes >> 20} MB match the copy globs. Make them narrower.");
                break;
            }
            else
            {
                var to = Path.Combine(worktree, path);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Delete(to);
                from.CopyTo(to);
            }
        }

        return notices.Count <= 10 ? notices : [.. notices.Take(9), $"{notices.Count - 9} more files were not copied."];
    }

    /// <summary>What git says that it ignores and that matches, so nothing that is copied can end up in a commit.</summary>
    async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<string> globs, CancellationToken cancellationToken)
    {
        if (globs.Count == 0)
        {
            return [];
        }

        var found = await git.TryRunAsync(
            new GitCall(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", .. globs.Select(glob => $":(glob){glob}")]) { WorkingDirectory = source, IsExactlyHere = true },
            cancellationToken);
        return !found.IsSuccess ? throw new GitException($"The copy globs of setup ({string.Join(", ", globs)}) were refused by git: {found.Error.Trim()}")
            : found.Items.Count > MostFiles ? throw new GitException($"The copy globs of setup match {found.Items.Count} files, more than {MostFiles}. Make them narrower, or install those files with a setup command.")
            : found.Items;
    }

    static bool IsBehindLink(string root, string path)
    {
        for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(Path.Combine(root, folder)).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }
}
