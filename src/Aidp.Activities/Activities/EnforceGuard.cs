using Aidp.Activities.Guard;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Judges what a run changed by the guard policy, and undoes in a forward commit what it forbids.</summary>
/// <remarks>Runs again safely: the judgement depends on commits and policy alone, and the commit of the step is looked for first and made by compare-and-swap on the run's journal.</remarks>
public sealed class EnforceGuard(RunWorkspaces workspaces, GuardEnforcement guard)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.EnforceGuard)]
    public async Task<EnforceGuardResult> RunAsync([ActivityTrigger] EnforceGuardInput input, CancellationToken cancellationToken)
    {
        await using var workspace = await workspaces.OpenAsync(input.Workspace, cancellationToken);
        var repository = workspace.Repository;
        var enforced = await guard.EnforceAsync(workspace, input.Workspace.Commit, input.Before, input.Guard, input.Publishing, cancellationToken);
        var commit = input.Workspace.Commit;
        if (enforced.Tree != await repository.TreeAsync(commit, cancellationToken))
        {
            var made = await workspace.FindStepAsync(input.Step.Number, cancellationToken)
                ?? await workspace.CommitAsync(input.Step.Number, input.Step.Iteration, "Undo what the guard policy forbids", enforced.Tree, cancellationToken);
            commit = made.Commit;
        }

        var (files, _) = await repository.CountChangesAsync(input.Before, commit, cancellationToken);
        return new EnforceGuardResult
        {
            Workspace = input.Workspace with { Commit = commit },
            Guard = await guard.RecordAsync(input.Step, commit, enforced.Violations, enforced.Awaiting, cancellationToken),
            FilesChanged = files,
            StillTooLarge = enforced.IsTooLarge,
        };
    }
}
