namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.RemoveWorktree"/>.</summary>
public sealed record RemoveWorktreeInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The workspace whose worktree is no longer needed.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Whether files that no commit of the journal has are kept as salvage first: a step could not be carried out, and they may be its work.</summary>
    public bool Salvages { get; init; }
}

/// <summary>The result of <see cref="FunctionNames.RemoveWorktree"/>.</summary>
public sealed record RemoveWorktreeResult
{
    /// <summary>What was kept, for people; null when there was nothing to keep.</summary>
    public string? Salvaged { get; init; }
}
