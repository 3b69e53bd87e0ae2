using System.Globalization;
using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Guard;

/// <summary>Judges what runs changed, and takes out of it what is forbidden. Nothing here decides whether an agent may go on; it cannot be asked to look away.</summary>
/// <remarks>Public because activities, which are, ask for it in their constructors.</remarks>
public sealed class GuardEnforcement
{
    /// <summary>What is restored may itself be in the way of something else; that is settled in a round or two.</summary>
    const int MostRounds = 5;

    const int MostRecorded = 1_000;

    readonly GitRunner _git;
    readonly StateFolder _state;
    readonly ArtifactStore _artifacts;

    internal GuardEnforcement(GitRunner git, StateFolder state, ArtifactStore artifacts) => (_git, _state, _artifacts) = (git, state, artifacts);

    /// <summary>What the policy says to a commit of the journal; null when it has nothing to say.</summary>
    internal async Task<GuardFindings?> FindAsync(RunWorkspace workspace, StepContext step, string commit, GuardPolicy policy, CancellationToken cancellationToken)
    {
        var verdict = await Judge(workspace, policy).JudgeAsync(commit, null, cancellationToken);
        return await RecordAsync(step, commit, verdict.Violations, verdict.Awaiting, cancellationToken);
    }

    /// <summary>The commit's files without what the policy forbids.</summary>
    internal async Task<Enforced> EnforceAsync(RunWorkspace workspace, string commit, string before, GuardPolicy policy, bool publishing, CancellationToken cancellationToken)
    {
        var judge = Judge(workspace, policy);
        var tree = await workspace.Repository.TreeAsync(commit, cancellationToken);
        var found = await judge.JudgeAsync(tree, publishing ? null : before, cancellationToken);
        var violations = found.Violations;
        if (found.Limits.Count > 0)
        {
            // No single file is to blame for a limit: the call as a whole is undone.
            tree = await workspace.Repository.TreeAsync(before, cancellationToken);
        }

        for (var round = 1; round <= MostRounds; round++)
        {
            var verdict = await judge.JudgeAsync(tree, null, cancellationToken);
            IReadOnlyList<JudgedChange> undone = publishing ? [.. verdict.Forbidden, .. verdict.Awaiting] : verdict.Forbidden;
            if (undone.Count == 0)
            {
                violations = [.. violations, .. verdict.Limits.Where(limit => !violations.Any(known => known.Rule == limit.Rule))];
                return new(tree, violations, verdict.Awaiting, verdict.Limits.Count > 0);
            }

            violations = [.. violations, .. undone.Select(judged => judged.Violation).Except(violations)];
            tree = await workspace.Repository.ChangeTreeAsync(tree, undone.Select(judged => (judged.Change.Path, judged.Allowed)), IndexFile(workspace), cancellationToken);
        }

        throw new GitException($"What the guard policy forbids in commit {commit} could not be undone in {MostRounds} rounds, so nothing of it is used.");
    }

    /// <summary>A tree whose difference from a commit is only what the policy lets pass; what it does not is as it was at that commit.</summary>
    internal async Task<(string Tree, IReadOnlyList<GuardViolation> Dropped)> FilterAsync(RunWorkspace workspace, string tree, string commit, GuardPolicy policy, CancellationToken cancellationToken)
    {
        var verdict = await Judge(workspace, policy).JudgeAsync(tree, commit, cancellationToken);
        if (verdict.IsClean)
        {
            return (tree, []);
        }

        var changed = (await workspace.Repository.ChangesAsync(commit, tree, cancellationToken)).ToDictionary(change => change.Path);
        var dropped = verdict.Forbidden.Concat(verdict.Awaiting).Where(judged => changed.ContainsKey(judged.Change.Path)).ToList();
        return verdict.Limits.Count > 0 ? (await workspace.Repository.TreeAsync(commit, cancellationToken), verdict.Limits)
            : dropped.Count == 0 ? (tree, [])
            : (await workspace.Repository.ChangeTreeAsync(tree, dropped.Select(judged => (judged.Change.Path, changed[judged.Change.Path].Before)), IndexFile(workspace), cancellationToken),
                [.. dropped.Select(judged => judged.Violation)]);
    }

    /// <summary>Keeps all that was found as an artifact, and returns as much of it as a history can hold.</summary>
    internal async Task<GuardFindings?> RecordAsync(StepContext step, string commit, IReadOnlyList<GuardViolation> violations, IReadOnlyList<JudgedChange> awaiting, CancellationToken cancellationToken)
    {
        if (violations.Count == 0 && awaiting.Count == 0)
        {
            return null;
        }

        var record = new GuardRecord { Commit = commit, Violations = [.. violations.Take(MostRecorded)], Awaiting = [.. awaiting.Select(judged => AwaitingFile.Of(judged.Change))] };
        var name = ArtifactName.Of(step.Run, step.Iteration, string.Create(CultureInfo.InvariantCulture, $"guard-{step.Number}.json"));
        var kept = await _artifacts.WriteTextAsync(name, JsonSerializer.Serialize(record, GuardRecord.Json), cancellationToken);
        return new()
        {
            Commit = commit,
            Violations = [.. violations.Take(GuardFindings.MostNamed)],
            ViolationCount = violations.Count,
            Awaiting = [.. awaiting.Select(judged => judged.Change.Path.Text)],
            Artifact = kept.Artifact,
        };
    }

    GuardJudge Judge(RunWorkspace workspace, GuardPolicy policy) =>
        new(workspace.Repository, new(_git, Folder(workspace)), policy, workspace.Value.Repository.BaseCommit);

    string IndexFile(RunWorkspace workspace) => Path.Combine(Folder(workspace), "index");

    // Beside the run's journal, so out of the agent's way, and held by one step at a time as the workspace is.
    string Folder(RunWorkspace workspace) => Directory.CreateDirectory(Path.Combine(_state.Journal(workspace.Value.Run), "guard")).FullName;
}

/// <summary>Files without what is forbidden.</summary>
/// <param name="Tree">The id of their tree.</param>
/// <param name="Violations">What was forbidden.</param>
/// <param name="Awaiting">What still needs approval.</param>
/// <param name="IsTooLarge">Whether the whole still exceeds a limit.</param>
sealed record Enforced(string Tree, IReadOnlyList<GuardViolation> Violations, IReadOnlyList<JudgedChange> Awaiting, bool IsTooLarge);
