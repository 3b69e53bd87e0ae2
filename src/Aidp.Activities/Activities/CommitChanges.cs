using Aidp.Activities.Guard;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Commits to the run's journal what checks changed in the worktree.</summary>
/// <remarks>Runs again safely: the commit of the step is looked for first, and made by compare-and-swap on the run's journal.</remarks>
public sealed class CommitChanges(RunWorkspaces workspaces, GuardEnforcement guard)
{
    const int MostNamed = 5;

    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.CommitChanges)]
    public async Task<CommitChangesResult> RunAsync([ActivityTrigger] CommitChangesInput input, CancellationToken cancellationToken)
    {
        await using var workspace = await workspaces.OpenAsync(input.Workspace, cancellationToken);
        IReadOnlyList<string> notices = [];
        var made = await workspace.FindStepAsync(input.Step.Number, cancellationToken);
        if (made is null)
        {
            var snapshot = await workspace.SnapshotAsync(cancellationToken);
            var (tree, dropped) = await guard.FilterAsync(workspace, snapshot.Tree, input.Workspace.Commit, input.Guard, cancellationToken);
            notices = dropped.Count == 0 ? notices : [.. dropped.Take(MostNamed).Select(violation => $"What a formatter changed was not kept: {(violation.File is { } file ? $"{file}: " : "")}{violation.Detail}.")];
            if (tree == await workspace.Repository.TreeAsync(input.Workspace.Commit, cancellationToken))
            {
                return new CommitChangesResult { Workspace = input.Workspace, Notices = notices };
            }

            made = await workspace.CommitAsync(input.Step.Number, input.Step.Iteration, input.Message, tree, cancellationToken);
        }

        var (files, _) = await workspace.Repository.CountChangesAsync(input.Workspace.Commit, made.Tree, cancellationToken);
        return new CommitChangesResult { Workspace = input.Workspace with { Commit = made.Commit }, FilesChanged = files, Notices = notices };
    }
}
