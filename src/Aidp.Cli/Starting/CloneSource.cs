using Aidp.Activities.Workspaces;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Starting;

/// <summary>
/// Finds what a host elsewhere can start from: not a path of this machine, but a clone URL and a commit that the remote has. What it has is asked of the
/// remote itself, with the user's own git, so with their keys.
/// </summary>
sealed class CloneSource(Terminal terminal)
{
    readonly UserGit _git = new(terminal);

    /// <summary>The starting point in a clone on this machine, or at a URL.</summary>
    /// <param name="repository">A folder or a clone URL; null for the current folder.</param>
    /// <param name="commit">The commit; null for the one that HEAD means.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="CommandException">The host could not get the commit; the message says what helps.</exception>
    public async Task<StartingPoint> FindAsync(string? repository, string? commit, CancellationToken cancellation) =>
        repository is not null && CloneUrl.IsOne(repository)
            ? await AtUrlAsync(CloneUrl.Check(repository), commit, cancellation)
            : await InCloneAsync(Path.GetFullPath(repository ?? ".", terminal.WorkingDirectory), commit, cancellation);

    async Task<StartingPoint> AtUrlAsync(string url, string? commit, CancellationToken cancellation)
    {
        var tips = await TipsAsync(url, terminal.WorkingDirectory, cancellation, "--", url, "HEAD", "refs/heads/*");
        var found = commit ?? tips.FirstOrDefault(tip => tip.Ref == "HEAD").Commit ?? throw Usage($"'{url}' has no HEAD to start from. Name a commit with --commit ID.");
        var branch = tips.FirstOrDefault(tip => tip.Commit == found && tip.Ref.StartsWith("refs/heads/", StringComparison.Ordinal)).Ref;
        return IsFull(found)
            ? new(new() { Location = url, BaseCommit = found, BaseBranch = branch?["refs/heads/".Length..] }, null)
            : throw Usage($"'{found}' is not the full id of a commit. `git ls-remote {url}` lists some.");
    }

    async Task<StartingPoint> InCloneAsync(string folder, string? commit, CancellationToken cancellation)
    {
        var source = await new SourceLook(terminal).LookAsync(folder, cancellation);
        var (remote, url) = await RemoteAsync(source, cancellation);
        var wanted = commit is null ? source.HeadCommit : await _git.TextAsync(source.Location, cancellation, "rev-parse", "--verify", "--quiet", $"{commit}^{{commit}}")
            ?? throw Usage($"'{source.Location}' has no commit '{commit}'.");

        // Branches first: of those there are few, and tags are looked at only when none of them has it. What else a server lists, such as the heads of
        // all pull requests there ever were, is nothing to start from.
        foreach (var kind in (string[])["--heads", "--tags"])
        {
            if (await IsReachedAsync(source.Location, wanted, await TipsAsync(url, source.Location, cancellation, kind, "--", url), cancellation))
            {
                return new(new() { Location = url, BaseCommit = wanted, BaseBranch = commit is null ? source.HeadBranch : null }, source.IsBare ? null : source.Location);
            }
        }

        var onto = commit is null && source.HeadBranch is { } branch ? branch : $"aidp-start-{wanted[..12]}";
        throw Usage($"The host starts from what '{remote}' ({url}) has, and that does not have the commit {wanted[..12]}. Push it first: git push {remote} {(commit is null ? "HEAD" : wanted)}:refs/heads/{onto}");
    }

    async Task<(string Name, string Url)> RemoteAsync(SourceFacts source, CancellationToken cancellation)
    {
        var configured = source.HeadBranch is { } branch ? await _git.TextAsync(source.Location, cancellation, "config", "--get", $"branch.{branch}.remote") : null;
        var all = (await _git.TextAsync(source.Location, cancellation, "remote"))?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var name = configured is { Length: > 0 } and not "." ? configured : all.Contains("origin") ? "origin" : all is [var only] ? only
            : throw Usage($"A host elsewhere cannot read '{source.Location}', and it has {(all.Length == 0 ? "no remote" : "several remotes, none of them 'origin'")}. Add one and push to it: git remote add origin URL && git push -u origin HEAD");
        var url = await _git.TextAsync(source.Location, cancellation, "remote", "get-url", name) ?? name;
        return CloneUrl.IsOne(url) ? (name, CloneUrl.Check(url))
            : throw Usage($"The remote '{name}' of '{source.Location}' is the path '{url}', which a host elsewhere cannot read. Give a clone URL with --repo URL, or leave --host out.");
    }

    /// <summary>Whether a commit is one of some, or in the history of one: asked once for all of them. Those that are not in the clone, or are no commits, say nothing.</summary>
    async Task<bool> IsReachedAsync(string folder, string wanted, IReadOnlyList<(string Commit, string Ref)> tips, CancellationToken cancellation)
    {
        var commits = tips.Select(tip => tip.Commit).Distinct().ToList();
        if (commits.Count == 0 || commits.Contains(wanted))
        {
            return commits.Count > 0;
        }

        var left = await _git.TellAsync(folder, string.Concat(commits.Select(tip => $"^{tip}\n").Prepend($"{wanted}\n")), cancellation, "rev-list", "--max-count=1", "--ignore-missing", "--stdin");
        return left is "";
    }

    async Task<IReadOnlyList<(string Commit, string Ref)>> TipsAsync(string url, string folder, CancellationToken cancellation, params string[] asked)
    {
        var (listed, error) = await _git.AskAsync(folder, cancellation, ["ls-remote", .. asked]);
        return listed is null
            ? throw Usage($"The remote {url} does not answer: {error} Check the address and your access to it.")
            : [.. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]))];
    }

    static bool IsFull(string commit) => commit.Length is 40 or 64 && commit.All(char.IsAsciiHexDigitLower);

    static CommandException Usage(string message) => new(ExitCodes.Usage, message);
}
