namespace Aidp.Activities.Checks.Detection;

/// <summary>Looks at a repository's files near its top, in bounded time.</summary>
sealed class RepositoryFiles(string root)
{
    const int MaximumDepth = 3;
    const int MaximumFolders = 500;
    const int MaximumFiles = 2000;
    const long MaximumBytes = 1 << 20;

    static readonly HashSet<string> _skipped = new(["node_modules", "bin", "obj", "target", "vendor", "dist", "build", "artifacts", "venv"], StringComparer.OrdinalIgnoreCase);

    readonly Lazy<List<string>> _all = new(() => Find(root));

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string path) => File.Exists(Path.Combine(root, path));

    /// <summary>Whether there is such a folder.</summary>
    public bool HasFolder(string path) => Directory.Exists(Path.Combine(root, path));

    /// <summary>The text of a file; empty when there is none, or when it is too large to be one that people wrote.</summary>
    public string Read(string path) => new FileInfo(Path.Combine(root, path)) is { Exists: true, Length: <= MaximumBytes } file ? TryRead(file) : "";

    /// <summary>The relative paths of the files with these endings, sorted.</summary>
    public IEnumerable<string> EndingIn(params string[] endings) => _all.Value.Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));

    static string TryRead(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // What nobody may look into, such as the volume of a database, holds no checks.
    static (IReadOnlyList<string> Files, IReadOnlyList<string> Folders) Look(string folder)
    {
        try
        {
            return ([.. Directory.EnumerateFiles(folder).Take(MaximumFiles)], [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(path => new DirectoryInfo(path).LinkTarget is null)]);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return ([], []);
        }
    }

    static List<string> Find(string root)
    {
        var files = new List<string>();
        var folders = new Queue<(string Path, int Depth)>([(root, 0)]);
        for (var seen = 0; seen < MaximumFolders && folders.TryDequeue(out var folder); seen++)
        {
            var (here, inner) = Look(folder.Path);
            files.AddRange(here.Select(file => Path.GetRelativePath(root, file)));
            foreach (var path in inner.Where(path => folder.Depth < MaximumDepth && Path.GetFileName(path) is var name && name[0] != '.' && !_skipped.Contains(name)))
            {
                folders.Enqueue((path, folder.Depth + 1));
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
