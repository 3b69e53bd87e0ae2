using System.Globalization;
using Aidp.Activities.Git;

namespace Aidp.Activities.Workspaces;

/// <summary>The private history of a run: one commit for each step that may change files, on a ref that only grows.</summary>
sealed class RunJournal(GitRepository clone, string run)
{
    /// <summary>How large a dead attempt's salvage may be, in bytes of its files.</summary>
    public const long MaximumSalvageBytes = 100L << 20;

    const int MaximumSubject = 200;

    /// <summary>The journal's ref.</summary>
    public string Ref { get; } = RefName.Journal(run);

    /// <summary>The newest commit, or null before the journal is begun.</summary>
    public Task<string?> HeadAsync(CancellationToken cancellationToken) => clone.CommitAsync(Ref, cancellationToken);

    /// <summary>Begins the journal at the base commit; once begun it stays as it is.</summary>
    public async Task BeginAsync(string baseCommit, CancellationToken cancellationToken)
    {
        if (await HeadAsync(cancellationToken) is null)
        {
            await MoveAsync(Ref, baseCommit, GitRepository.None, "begin", cancellationToken);
        }
    }

    /// <summary>The commit of a step, if one of its attempts got so far.</summary>
    public async Task<StepCommit?> FindStepAsync(int step, string baseCommit, CancellationToken cancellationToken)
    {
        var name = step.ToString(CultureInfo.InvariantCulture);
        var log = await clone.RunAsync(cancellationToken, "log", "--first-parent", "--format=%H %T %P%x00%(trailers:key=Aidp-Step,valueonly,separator=%x2C)", Ref, "--not", baseCommit, "--");
        var found = log.Lines.Select(line => line.Split('\0')).FirstOrDefault(parts => parts is [_, var steps] && steps == name);
        return found?[0].Split(' ') is [var commit, var tree, var parent, ..] ? new StepCommit(commit, tree, parent) : null;
    }

    /// <summary>Adds a step's commit, also when it changes nothing; null when another attempt of the run was faster, and this one does not count.</summary>
    public async Task<StepCommit?> AppendAsync(int step, int iteration, string subject, string tree, string parent, CancellationToken cancellationToken)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{FirstLine(subject)}\n\nAidp-Run: {run}\nAidp-Step: {step}\nAidp-Iteration: {iteration}\n");
        var commit = await clone.CommitTreeAsync(tree, parent, message, cancellationToken);
        return await MoveAsync(Ref, commit, parent, $"step {step}", cancellationToken) ? new StepCommit(commit, tree, parent) : null;
    }

    /// <summary>Keeps the files of a dead attempt under the next free number, unless they are kept already; returns the ref.</summary>
    public async Task<string> SalvageAsync(int step, string tree, string parent, CancellationToken cancellationToken)
    {
        var prefix = $"{RefName.Salvage(run)}/{step.ToString(CultureInfo.InvariantCulture)}";
        var kept = await clone.RefsAsync(prefix, cancellationToken);
        foreach (var salvage in kept)
        {
            if (await clone.TreeAsync(salvage.Name, cancellationToken) == tree)
            {
                return salvage.Name;
            }
        }

        var commit = await clone.CommitTreeAsync(tree, parent, $"What a dead attempt left\n\nAidp-Run: {run}\nAidp-Step: {step}\n", cancellationToken);
        for (var number = kept.Count + 1; ; number++)
        {
            if (await MoveAsync($"{prefix}/{number}", commit, GitRepository.None, "salvage", cancellationToken))
            {
                return $"{prefix}/{number}";
            }
        }
    }

    /// <summary>The refs of the run: the journal, what was published, and salvage. Once they are deleted their objects go with the next compaction.</summary>
    public async Task<IReadOnlyList<string>> RefsAsync(CancellationToken cancellationToken) =>
    [
        .. (await clone.RefsAsync(RefName.Salvage(run), cancellationToken)).Select(found => found.Name),
        .. (await clone.RefsAsync(Ref, cancellationToken)).Select(found => found.Name),
        .. (await clone.RefsAsync(RefName.Published(run), cancellationToken)).Select(found => found.Name),
    ];

    // One line, so that nothing in it is read as a trailer.
    static string FirstLine(string subject) => subject.ReplaceLineEndings(" ").Trim() is { Length: > 0 } line ? line[..Math.Min(line.Length, MaximumSubject)] : "Step";

    async Task<bool> MoveAsync(string name, string commit, string expected, string reason, CancellationToken cancellationToken)
    {
        Boundaries.Reach("journal.update-ref.before");
        var moved = await clone.MoveRefAsync(name, commit, expected, reason, cancellationToken);
        Boundaries.Reach("journal.update-ref.after");
        return moved;
    }
}

/// <summary>A step's commit in the journal.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Tree">The id of its tree.</param>
/// <param name="Parent">The commit before it.</param>
sealed record StepCommit(string Commit, string Tree, string Parent);
