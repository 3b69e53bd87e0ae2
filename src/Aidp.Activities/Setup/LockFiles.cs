namespace Aidp.Activities.Setup;

/// <summary>The files in which package managers say exactly what is to be installed.</summary>
static class LockFiles
{
    static readonly HashSet<string> _names = new(StringComparer.Ordinal)
    {
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb", "deno.lock",
        "packages.lock.json", "Directory.Packages.props", "Cargo.lock", "go.sum", "poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock",
        "Gemfile.lock", "composer.lock", "gradle.lockfile", "pom.xml", "mix.lock", "pubspec.lock", "Podfile.lock", "Package.resolved",
    };

    /// <summary>Whether a path is that of such a file.</summary>
    public static bool IsOne(string path) => Path.GetFileName(path) is var name
        && (_names.Contains(name) || (name.StartsWith("requirements", StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal)));
}
