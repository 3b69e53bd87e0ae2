namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.PublishBranch"/>.</summary>
public sealed record PublishBranchInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The accepted files.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The message of the one commit on the base.</summary>
    public required string Message { get; init; }

    /// <summary>What the commit is judged by before it leaves.</summary>
    public GuardPolicy Guard { get; init; } = new();
}

/// <summary>The result of <see cref="FunctionNames.PublishBranch"/>: a branch, or the reason why there is none.</summary>
public sealed record PublishBranchResult
{
    /// <summary>The branch; null when nothing was published.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit on it.</summary>
    public string? Commit { get; init; }

    /// <summary>Cause and remedy when the branch could not be brought forward.</summary>
    public string? Error { get; init; }

    /// <summary>What the guard policy forbids: nothing was published then. Null when it forbids nothing.</summary>
    public GuardFindings? Guard { get; init; }
}
