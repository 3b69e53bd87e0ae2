using Aidp.Activities.Git;

namespace Aidp.Activities.Workspaces;

/// <summary>The user's repository, which is only read here.</summary>
sealed class SourceRepository(GitRunner git)
{
    /// <summary>Looks at the repository that a folder belongs to.</summary>
    public async Task<SourceInspection> InspectAsync(string folder, CancellationToken cancellationToken)
    {
        await git.CheckVersionAsync();
        if (!Directory.Exists(folder))
        {
            return new SourceInspection.Refused(SourceRefusal.NotARepository, $"There is no folder '{folder}'. Give the folder of a git repository on this machine.");
        }

        var where = await git.TryRunAsync(At(folder, "rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--absolute-git-dir"), cancellationToken);
        if (!where.IsSuccess)
        {
            return new SourceInspection.Refused(SourceRefusal.NotARepository, $"'{folder}' is not in a git repository. Make one with: git init && git add -A && git commit -m 'First commit'. (git: {where.Error.Trim()})");
        }

        var isBare = where.Lines[0] == "true" || where.Lines[1] == "false";
        var location = isBare ? where.Lines[2] : (await git.RunAsync(At(folder, "rev-parse", "--show-toplevel"), cancellationToken)).Text;
        var head = await git.TryRunAsync(At(location, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"), cancellationToken);
        return !head.IsSuccess ? new SourceInspection.Refused(SourceRefusal.NoCommit, $"The repository '{location}' has no commit on its current branch, so there is nothing to start from. Make one with: git add -A && git commit -m 'First commit'")
            : await IsPartialAsync(location, cancellationToken) ? new SourceInspection.Refused(SourceRefusal.PartialClone, $"The repository '{location}' is a partial clone: some of its file contents are on a server only, and Aidp works on a private copy without your credentials. Complete it with: git fetch --refetch --no-filter && git config --unset-all remote.origin.promisor && git config --unset-all remote.origin.partialclonefilter")
            : new SourceInspection.Accepted(new SourceFacts(location, head.Text, await BranchAsync(location, cancellationToken), isBare, await NoticesAsync(location, isBare, cancellationToken)));
    }

    static GitCall At(string folder, params string[] arguments) => new(arguments) { WorkingDirectory = folder };

    async Task<string?> BranchAsync(string location, CancellationToken cancellationToken) =>
        await git.TryRunAsync(At(location, "symbolic-ref", "--quiet", "--short", "HEAD"), cancellationToken) is { IsSuccess: true } branch ? branch.Text : null;

    async Task<bool> IsPartialAsync(string location, CancellationToken cancellationToken) =>
        (await git.TryRunAsync(At(location, "config", "--local", "--get-regexp", @"^(extensions\.partialclone|remote\..*\.promisor)$"), cancellationToken)).IsSuccess;

    /// <summary>Whether files differ from the last commit; those of a filter may seem to, since it is a program of the repository and none of them is run.</summary>
    async Task<bool> IsChangedAsync(string location, CancellationToken cancellationToken)
    {
        var configured = await git.TryRunAsync(At(location, "config", "-z", "--name-only", "--get-regexp", @"^filter\..*\.(clean|smudge|process|required)$"), cancellationToken);
        var filters = configured.Items.Select(name => name[..name.LastIndexOf('.')]).Distinct(StringComparer.Ordinal).ToList();
        // A name that a setting on the command line cannot have leaves the question open.
        return !filters.Any(name => name.AsSpan().IndexOfAny("=\n\ufffd") >= 0)
            && (await git.TryRunAsync(
                At(location, "status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=all") with
                {
                    Settings = [.. filters.SelectMany(name => new[] { $"{name}.clean=", $"{name}.smudge=", $"{name}.process=", $"{name}.required=false" })],
                },
                cancellationToken)).Output.Length > 0;
    }

    async Task<IReadOnlyList<string>> NoticesAsync(string location, bool isBare, CancellationToken cancellationToken)
    {
        var notices = new List<string>();
        if (!isBare && await IsChangedAsync(location, cancellationToken))
        {
            notices.Add("Uncommitted changes are not included: the run starts from the last commit. Commit them first if it should see them.");
        }

        if (await Submodules.InAsync(git, location, "HEAD", cancellationToken) is { Count: > 0 } submodules)
        {
            notices.Add($"Submodules stay empty, and what an agent writes in them is not kept: {string.Join(", ", submodules.Take(5))}{(submodules.Count > 5 ? " and more" : "")}.");
        }

        if ((await git.TryRunAsync(At(location, "grep", "-q", "-e", "filter=lfs", "HEAD", "--", ":(glob)**/.gitattributes"), cancellationToken)).IsSuccess)
        {
            notices.Add("Files kept by git LFS appear as their pointers: git-lfs is a filter, and Aidp's git runs none. Checks that need their contents will fail.");
        }

        return notices;
    }
}

/// <summary>The submodules of a commit.</summary>
static class Submodules
{
    /// <summary>Their paths.</summary>
    public static async Task<IReadOnlyList<string>> InAsync(GitRunner git, string directory, string commit, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(new GitCall("ls-tree", "-r", "-z", "--full-tree", commit) { WorkingDirectory = directory }, cancellationToken);
        // gitrepository-layout: "160000 commit <id>\t<path>"; the bytes are searched first, since 100,000 files have none as a rule.
        return result.Output.Span.IndexOf("160000 commit "u8) < 0 ? [] : [.. result.Items.Where(item => item.StartsWith("160000 ", StringComparison.Ordinal)).Select(item => item[(item.IndexOf('\t', StringComparison.Ordinal) + 1)..])];
    }
}
