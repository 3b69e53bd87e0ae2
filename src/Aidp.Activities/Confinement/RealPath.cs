namespace Aidp.Activities.Confinement;

/// <summary>The path of a folder without symbolic links: what is mounted at a link would be mounted elsewhere.</summary>
static class RealPath
{
    /// <summary>As many links as Linux follows in one path (path_resolution(7)).</summary>
    const int MostLinks = 40;

    /// <summary>The real path; that of the part that exists when the rest does not, or when links lead in a circle.</summary>
    public static string Of(string path)
    {
        var real = "/";
        var left = new Stack<string>(Parts(Path.GetFullPath(path)));
        for (var links = 0; left.TryPop(out var part);)
        {
            var next = Path.GetFullPath(part, real);
            if (links < MostLinks && new DirectoryInfo(next).LinkTarget is { } target)
            {
                links++;
                foreach (var inner in Parts(target))
                {
                    left.Push(inner);
                }

                next = target.StartsWith('/') ? "/" : real;
            }

            real = next;
        }

        return real;
    }

    /// <summary>Whether a real path is another one or below it.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder.EndsWith('/') ? folder : folder + '/', StringComparison.Ordinal);

    static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
}
