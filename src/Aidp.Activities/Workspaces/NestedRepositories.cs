namespace Aidp.Activities.Workspaces;

/// <summary>Repositories that an agent made inside the worktree: git would keep a pointer to them and lose their files.</summary>
static class NestedRepositories
{
    const int MaximumRounds = 32;

    /// <summary>Moves their <c>.git</c> aside, so that their files are files like any other. Takes what git lists as untracked, where a name that ends in '/' is a repository.</summary>
    public static IReadOnlyList<string> Disarm(string worktree, IReadOnlyList<string> untracked, string journal)
    {
        var notices = new List<string>();
        foreach (var path in untracked.Where(path => path.EndsWith('/')))
        {
            foreach (var repository in Below(Path.Combine(worktree, path)))
            {
                var aside = Path.Combine(Directory.CreateDirectory(Path.Combine(journal, "nested")).FullName, Guid.NewGuid().ToString("n"));
                Directory.Move(repository, aside);
                notices.Add($"'{Path.GetRelativePath(worktree, Path.GetDirectoryName(repository)!)}' was a git repository of its own: its files are kept, and its history is at '{aside}' until the run expires.");
            }
        }

        return notices;
    }

    /// <summary>Every <c>.git</c> in a folder and below it; links are not followed.</summary>
    static List<string> Below(string folder)
    {
        var found = new List<string>();
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true, MaxRecursionDepth = MaximumRounds, IgnoreInaccessible = true };
        if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: null })
        {
            found.AddRange(Directory.EnumerateFileSystemEntries(folder, ".git", options));
        }

        // The deepest first, so that moving one does not move another along.
        found.Sort((one, other) => other.Length.CompareTo(one.Length));
        return found;
    }
}
