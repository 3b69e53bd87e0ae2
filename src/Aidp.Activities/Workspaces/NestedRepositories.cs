using System.IO.Enumeration;

namespace Aidp.Activities.Workspaces;

/// <summary>Repositories that an agent made inside the worktree: git would keep a pointer to them and lose their files.</summary>
static class NestedRepositories
{
    /// <summary>Whether a folder may look like a repository to git: its <c>.git</c> may be a folder, a file or a link.</summary>
    public static bool IsOne(string folder) => Path.Combine(folder, ".git") is var own && (Path.Exists(own) || new FileInfo(own).LinkTarget is not null);

    /// <summary>Moves their <c>.git</c> aside, so that their files are files like any other. Takes what git lists as untracked, where a name that ends in '/' is a repository.</summary>
    public static IReadOnlyList<string> Disarm(string worktree, IReadOnlyList<string> untracked, string journal)
    {
        var notices = new List<string>();
        foreach (var path in untracked.Where(path => path.EndsWith('/')))
        {
            foreach (var repository in Below(Path.Combine(worktree, path)))
            {
                notices.Add($"'{Path.GetRelativePath(worktree, Path.GetDirectoryName(repository)!)}' was a git repository of its own: its files are kept, and its history is at '{PutAside(repository, journal)}' until the run expires.");
            }
        }

        return notices;
    }

    /// <summary>Where it is then. A link goes, and what it leads to stays.</summary>
    static string PutAside(string repository, string journal)
    {
        if (new FileInfo(repository).LinkTarget is { } elsewhere)
        {
            File.Delete(repository);
            return elsewhere;
        }

        var aside = Path.Combine(Directory.CreateDirectory(Path.Combine(journal, "nested")).FullName, Guid.NewGuid().ToString("n"));
        Directory.Move(repository, aside);
        return aside;
    }

    /// <summary>Every <c>.git</c> in a folder and below it; links are found and not followed.</summary>
    static List<string> Below(string folder)
    {
        var found = new List<string>();
        if (new DirectoryInfo(folder) is { Exists: true, LinkTarget: null })
        {
            found.AddRange(new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true, IgnoreInaccessible = true })
            {
                ShouldIncludePredicate = (ref entry) => entry.FileName is ".git",
                ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            });
        }

        // The deepest first, so that moving one does not move another along.
        found.Sort((one, other) => other.Length.CompareTo(one.Length));
        return found;
    }
}
