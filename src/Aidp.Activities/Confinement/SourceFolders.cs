using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Confinement;

/// <summary>Where a user's repository is on this machine.</summary>
static class SourceFolders
{
    const string Link = "gitdir: ";

    static readonly string[] _needed = [.. new[] { Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Path.GetTempPath() }.Where(path => path.Length > 0).Select(RealPath.Of)];

    /// <summary>The working copy, and its git folder when that is elsewhere (gitrepository-layout(5)); those that hold the user's home or temporary files are left out, since nothing works without writing there.</summary>
    public static IEnumerable<string> Of(string location) => (RemoteLocation.FolderOf(location) is { } folder ? new[] { folder, GitFolder(folder) } : [])
        .OfType<string>()
        .Where(Directory.Exists)
        .Select(RealPath.Of)
        .Where(folder => !_needed.Any(needed => RealPath.IsWithin(needed, folder)));

    /// <summary>The folder that all working copies of a repository share, for one whose <c>.git</c> is a file.</summary>
    static string? GitFolder(string location)
    {
        var file = Path.Combine(location, ".git");
        if (!File.Exists(file) || File.ReadLines(file).FirstOrDefault() is not { } line || !line.StartsWith(Link, StringComparison.Ordinal))
        {
            return null;
        }

        var own = Path.GetFullPath(line[Link.Length..].Trim(), location);
        var shared = Path.Combine(own, "commondir");
        return File.Exists(shared) ? Path.GetFullPath(File.ReadAllText(shared).Trim(), own) : own;
    }
}
