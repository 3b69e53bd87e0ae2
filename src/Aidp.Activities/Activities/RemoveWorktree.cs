using Aidp.Activities.Workspaces;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Removes the run's worktree; its journal stays.</summary>
/// <remarks>Runs again safely: what is gone is not removed twice.</remarks>
public sealed class RemoveWorktree(RunWorkspaces workspaces)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.RemoveWorktree)]
    public Task RunAsync([ActivityTrigger] RemoveWorktreeInput input, CancellationToken cancellationToken) =>
        workspaces.RemoveWorktreeAsync(input.Workspace.Run, cancellationToken);
}
