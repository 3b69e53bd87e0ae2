using Aidp.Activities.Git;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>The <c>.git</c> that an agent finds in its worktree: made afresh for every step, thrown away afterwards, and never read by Aidp. Whatever is configured, committed, stashed or deleted in it reaches neither the journal nor the user.</summary>
static class AgentRepository
{
    /// <summary>Writes it: on the run's branch, at the given commit, its objects borrowed from the clone, its index a copy of ours.</summary>
    public static async Task WriteAsync(string worktree, string clone, string indexFile, string slug, string commit, ProcessRunner processes, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(worktree, ".git");
        await TreeRemoval.RemoveAsync(folder, processes, cancellationToken);
        var branch = RefName.Branch(slug);
        Directory.CreateDirectory(Path.Combine(folder, "objects", "info"));
        Directory.CreateDirectory(Path.Combine(folder, "objects", "pack"));
        Directory.CreateDirectory(Path.Combine(folder, "refs", "tags"));
        Directory.CreateDirectory(Path.Combine(folder, Path.GetDirectoryName(branch)!));
        await File.WriteAllTextAsync(Path.Combine(folder, "objects", "info", "alternates"), Path.Combine(clone, "objects") + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "HEAD"), $"ref: {branch}\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, branch), commit + "\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), Configuration(commit), cancellationToken);
        CopyIfPresent(Path.Combine(clone, "shallow"), Path.Combine(folder, "shallow"));
        Directory.CreateDirectory(Path.Combine(folder, "info"));
        CopyIfPresent(Path.Combine(clone, "info", "exclude"), Path.Combine(folder, "info", "exclude"));
        CopyIfPresent(indexFile, Path.Combine(folder, "index"));
    }

    /// <summary>A repository of SHA-256 objects, whose ids have 64 digits, says so (gitformat-repository-version).</summary>
    static string Configuration(string commit) => $"""
        [core]
        	repositoryformatversion = {(commit.Length > 40 ? 1 : 0)}
        	filemode = true
        	bare = false
        [user]
        	name = Aidp agent
        	email = agent@localhost
        [gc]
        	auto = 0
        {(commit.Length > 40 ? "[extensions]\n\tobjectformat = sha256" : "")}
        """;

    static void CopyIfPresent(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to, overwrite: true);
        }
    }
}
