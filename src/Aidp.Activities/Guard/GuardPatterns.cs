using System.Text;
using Aidp.Activities.Git;

namespace Aidp.Activities.Guard;

/// <summary>Lets git match paths with patterns, by the rules of <c>.gitignore</c>. It looks into a repository of our own in which nothing else is ignored.</summary>
sealed class GuardPatterns(GitRunner git, string folder)
{
    // A path that begins with a colon would be magic without it.
    const string Here = "./";

    /// <summary>Those of the paths that match one of the patterns and are not taken out by a later one.</summary>
    public async Task<IReadOnlySet<GitPath>> MatchAsync(IReadOnlyList<string> patterns, IEnumerable<GitPath> paths, bool ignoreCase, CancellationToken cancellationToken)
    {
        var asked = paths.ToList();
        if (patterns.Count == 0 || asked.Count == 0)
        {
            return new HashSet<GitPath>();
        }

        var (repository, nothing, input) = (Path.Combine(folder, "patterns.git"), Path.Combine(folder, "nothing"), Path.Combine(folder, "paths"));
        await WriteAsync(repository, patterns, ignoreCase, cancellationToken);
        Directory.CreateDirectory(nothing);
        await File.WriteAllBytesAsync(input, [.. asked.SelectMany(path => Encoding.Latin1.GetBytes(Here + path.Raw + '\0'))], cancellationToken);
        var call = new GitCall("check-ignore", "--no-index", "-z", "--stdin") { GitDirectory = repository, WorkTree = nothing, WorkingDirectory = nothing, InputFile = input };
        var result = await git.TryRunAsync(call, cancellationToken);
        return result.ExitCode is 0 or 1
            ? Encoding.Latin1.GetString(result.Output.Span).Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => new GitPath(path[Here.Length..])).ToHashSet()
            : throw GitRunner.Failure(call, result);
    }

    static async Task WriteAsync(string repository, IReadOnlyList<string> patterns, bool ignoreCase, CancellationToken cancellationToken)
    {
        foreach (var part in new[] { "objects", "refs", "info" })
        {
            Directory.CreateDirectory(Path.Combine(repository, part));
        }

        await File.WriteAllTextAsync(Path.Combine(repository, "HEAD"), "ref: refs/heads/main\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(repository, "config"), $"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tignorecase = {(ignoreCase ? "true" : "false")}\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(repository, "info", "exclude"), string.Join('\n', patterns) + "\n", cancellationToken);
    }
}
