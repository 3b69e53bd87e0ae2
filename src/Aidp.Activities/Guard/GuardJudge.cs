using System.Globalization;
using Aidp.Activities.Git;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Guard;

/// <summary>Judges the difference between a base and a tree by a guard policy: a pure function of the objects and the policy.</summary>
/// <param name="repository">Where the objects are.</param>
/// <param name="patterns">Matches paths.</param>
/// <param name="policy">The policy.</param>
/// <param name="baseCommit">What is compared with: everything that a published commit would change is judged, whichever step changed it.</param>
sealed class GuardJudge(GitRepository repository, GuardPatterns patterns, GuardPolicy policy, string baseCommit)
{
    const int MostFileCharacters = 200;
    const int MostAwaitedCharacters = 16 * 1024;

    readonly Dictionary<string, Dictionary<GitPath, TreeEntry>> _seen = [];

    GuardSettings Settings => policy.Settings;

    /// <summary>Judges a tree or commit. With a tree <paramref name="before"/>, a limit is only exceeded when that was smaller: making a change smaller is no offence.</summary>
    public async Task<GuardVerdict> JudgeAsync(string tree, string? before, CancellationToken cancellationToken)
    {
        var changes = await repository.ChangesAsync(baseCommit, tree, cancellationToken);
        if (changes.Count == 0)
        {
            return new(changes, [], [], []);
        }

        var forbidden = await ForbiddenAsync(changes, cancellationToken);
        var awaited = await MatchAsync(Settings.Confirm, changes, isFolderToo: true, cancellationToken);
        var (denied, awaiting) = (new List<JudgedChange>(), new List<JudgedChange>());
        foreach (var change in changes.Where(change => awaited.Contains(change.Path)))
        {
            if (!forbidden.ContainsKey(change.Path) && await AskAsync(change, cancellationToken) is { } judged)
            {
                (judged.Violation.Rule == GuardWords.Confirm ? awaiting : denied).Add(judged);
            }
        }

        // More than a person can look at is no question but a mistake.
        var tooMany = awaiting.Count > GuardFindings.MostAwaiting || awaiting.Sum(judged => judged.Change.Path.Raw.Length) > MostAwaitedCharacters;
        var verdict = new GuardVerdict(
            changes,
            [
                .. changes.Where(change => forbidden.ContainsKey(change.Path)).Select(change => new JudgedChange(change, forbidden[change.Path], change.Before)),
                .. denied,
                .. tooMany ? awaiting.Select(judged => judged with { Violation = judged.Violation with { Detail = "it needs a person's approval, and so do more files than a person is asked about at a time" } }) : [],
            ],
            tooMany ? [] : awaiting,
            []);
        return verdict with { Limits = await LimitsAsync(verdict, before, cancellationToken) };
    }

    async Task<Dictionary<GitPath, GuardViolation>> ForbiddenAsync(IReadOnlyList<TreeChange> changes, CancellationToken cancellationToken)
    {
        var isProtected = await MatchAsync(GuardSettings.Protected, changes, isFolderToo: true, cancellationToken, ignoreCase: true);
        var isExcluded = await MatchAsync(Settings.Exclude, changes, isFolderToo: true, cancellationToken);
        var isIncluded = await MatchAsync(Settings.Include, changes, isFolderToo: false, cancellationToken);
        var leadOut = await LinksOutAsync(changes, cancellationToken);
        var forbidden = new Dictionary<GitPath, GuardViolation>();
        foreach (var change in changes)
        {
            var (rule, detail) = change switch
            {
                _ when isProtected.Contains(change.Path) && !IsAllowed(change.Path) => (GuardWords.Protected, "it is protected, since it decides over what runs later"),
                { Before.IsRepository: true } or { After.IsRepository: true } when !IsAllowed(change.Path) => (GuardWords.Protected, "it is a submodule, and submodules are protected"),
                _ when leadOut.Contains(change.Path) && !IsAllowed(change.Path) => (GuardWords.Link, "it is a symbolic link that leads out of the repository"),
                _ when isExcluded.Contains(change.Path) => (GuardWords.Exclude, "it is excluded from what may be changed"),
                _ when Settings.Include.Count > 0 && !isIncluded.Contains(change.Path) => (GuardWords.Include, $"it is outside of what may be changed ({Shortened(Settings.Include)})"),
                _ => (null, ""),
            };
            if (rule is not null)
            {
                forbidden[change.Path] = new(rule, FileOf(change.Path), detail);
            }
        }

        return forbidden;
    }

    /// <summary>What becomes of a change that needs approval; null when it has it.</summary>
    async Task<JudgedChange?> AskAsync(TreeChange change, CancellationToken cancellationToken)
    {
        var (file, approved) = (change.Path.Text, (TreeEntry?)null);
        GuardDecision? decided = null;
        foreach (var decision in policy.Decisions.Reverse().Where(decision => decision.Files.Contains(file, StringComparer.Ordinal)))
        {
            var seen = (await SeenAsync(decision.Commit, cancellationToken)).TryGetValue(change.Path, out var entry) ? entry : change.Before;
            decided ??= seen == change.After ? decision : null;
            approved ??= decision.Approved ? seen : null;
        }

        return (decided, change.Path.IsText) switch
        {
            ({ Approved: true }, _) => null,
            ({ } denied, _) => Judged(GuardWords.Denied, $"{denied.By ?? "a person"} denied this change{(denied.Reason is { Length: > 0 } reason ? $": {reason}" : "")}"),
            (null, false) => Judged(GuardWords.Denied, "it needs a person's approval, but its name is not text, so nobody can name it"),
            _ => Judged(GuardWords.Confirm, "nobody has approved of this change"),
        };

        JudgedChange Judged(string rule, string detail) => new(change, new(rule, FileOf(change.Path), detail), approved ?? change.Before);
    }

    async Task<IReadOnlyList<GuardViolation>> LimitsAsync(GuardVerdict verdict, string? before, CancellationToken cancellationToken)
    {
        var (files, lines) = (verdict.Changes.Count, verdict.Lines);
        if (files <= (Settings.MaxFiles ?? int.MaxValue) && lines <= (Settings.MaxLinesPerCommit ?? int.MaxValue))
        {
            return [];
        }

        var (filesBefore, linesBefore) = before is null ? (0, 0) : await repository.CountChangesAsync(baseCommit, before, cancellationToken);
        return
        [
            .. files > Settings.MaxFiles && files > filesBefore ? [Limit(GuardWords.MaxFiles, $"the change has {files} files in all, and at most {Settings.MaxFiles} are allowed")] : (GuardViolation[])[],
            .. lines > Settings.MaxLinesPerCommit && lines > linesBefore ? [Limit(GuardWords.MaxLines, $"the change adds and removes {lines} lines in all, and at most {Settings.MaxLinesPerCommit} are allowed")] : (GuardViolation[])[],
        ];
    }

    /// <summary>What stood where at a commit that a person decided about, as far as it differs from the base.</summary>
    async Task<Dictionary<GitPath, TreeEntry>> SeenAsync(string commit, CancellationToken cancellationToken) =>
        _seen.TryGetValue(commit, out var known) ? known
        : _seen[commit] = (await repository.ChangesAsync(baseCommit, commit, cancellationToken)).ToDictionary(change => change.Path, change => change.After);

    async Task<HashSet<GitPath>> LinksOutAsync(IReadOnlyList<TreeChange> changes, CancellationToken cancellationToken)
    {
        var links = changes.Where(change => change.After.IsLink && change.After != change.Before).ToList();
        var targets = await repository.ContentsAsync([.. links.Select(link => link.After.Id)], cancellationToken);
        return [.. links.Zip(targets).Where(link => LinkTarget.LeadsOut(link.First.Path.Text, link.Second)).Select(link => link.First.Path)];
    }

    /// <summary>Paths that match; a link or submodule also where the pattern means a folder, since it can stand in for one.</summary>
    async Task<IReadOnlySet<GitPath>> MatchAsync(IReadOnlyList<string> rules, IReadOnlyList<TreeChange> changes, bool isFolderToo, CancellationToken cancellationToken, bool ignoreCase = false)
    {
        const string Inside = "/_";
        var asFolders = isFolderToo ? changes.Where(change => change.After.IsLink || change.After.IsRepository).Select(change => new GitPath(change.Path.Raw + Inside)).ToHashSet() : [];
        var matches = await patterns.MatchAsync(rules, changes.Select(change => change.Path).Concat(asFolders), ignoreCase, cancellationToken);
        return matches.Select(match => asFolders.Contains(match) ? new(match.Raw[..^Inside.Length]) : match).ToHashSet();
    }

    bool IsAllowed(GitPath path) => Settings.AllowProtected.Any(name => path.Text == name.TrimEnd('/') || path.Text.StartsWith(name.TrimEnd('/') + "/", StringComparison.Ordinal));

    static GuardViolation Limit(string rule, FormattableString detail) => new(rule, null, detail.ToString(CultureInfo.InvariantCulture));

    static string FileOf(GitPath path) => path.Text.Length <= MostFileCharacters ? path.Text : path.Text[..MostFileCharacters];

    static string Shortened(IReadOnlyList<string> rules) => string.Join(", ", rules.Take(5)) is { Length: <= 200 } all ? all + (rules.Count > 5 ? ", ..." : "") : $"{rules.Count} patterns";
}
