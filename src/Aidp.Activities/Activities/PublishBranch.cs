using Aidp.Activities.Guard;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Brings the accepted files to the branch in the user's repository, as one commit on the base.</summary>
/// <remarks>Runs again safely: the same tree is published as the same commit, and the branch only ever moves forward.</remarks>
public sealed class PublishBranch(RunWorkspaces workspaces, GuardEnforcement guard)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.PublishBranch)]
    public async Task<PublishBranchResult> RunAsync([ActivityTrigger] PublishBranchInput input, CancellationToken cancellationToken)
    {
        await using var workspace = await workspaces.OpenAsync(input.Workspace, cancellationToken);
        var (tree, before) = (
            await workspace.Repository.TreeAsync(input.Workspace.Commit, cancellationToken),
            await workspace.Repository.TreeAsync(input.Workspace.Repository.BaseCommit, cancellationToken));
        if (tree != before && await guard.FindAsync(workspace, input.Step, input.Workspace.Commit, input.Guard, cancellationToken) is { } findings)
        {
            return new PublishBranchResult { Guard = findings };
        }

        return tree == before ? new PublishBranchResult() : await workspace.PublishAsync(input.Message, cancellationToken) switch
        {
            Publication.Published published => new PublishBranchResult { Branch = published.Branch, Commit = published.Commit },
            Publication.Blocked blocked => new PublishBranchResult { Error = blocked.Message },
            var unknown => throw new InvalidOperationException($"'{unknown}' is no way for a publication to end."),
        };
    }
}
