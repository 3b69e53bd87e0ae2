namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.RemoveWorktree"/>; there is nothing to return.</summary>
public sealed record RemoveWorktreeInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The workspace whose worktree is no longer needed.</summary>
    public required Workspace Workspace { get; init; }
}
