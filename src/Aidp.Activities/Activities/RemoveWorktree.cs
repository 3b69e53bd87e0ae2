using Aidp.Activities.Workspaces;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Removes the run's worktree; its journal stays.</summary>
/// <remarks>Runs again safely: what is gone is not removed twice, and what is kept of it is kept once.</remarks>
public sealed class RemoveWorktree(RunWorkspaces workspaces)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.RemoveWorktree)]
    public async Task<RemoveWorktreeResult> RunAsync([ActivityTrigger] RemoveWorktreeInput input, CancellationToken cancellationToken)
    {
        var salvage = input.Salvages ? await SalvageAsync(input, cancellationToken) : null;
        await workspaces.RemoveWorktreeAsync(input.Workspace.Run, cancellationToken);
        return new RemoveWorktreeResult { Salvaged = salvage?.Notice("Files that no step had recorded") };
    }

    async Task<Salvage?> SalvageAsync(RemoveWorktreeInput input, CancellationToken cancellationToken)
    {
        await using var workspace = await workspaces.OpenAsync(input.Workspace, cancellationToken);
        return await workspace.SalvageAsync(input.Step.Number, cancellationToken);
    }
}
