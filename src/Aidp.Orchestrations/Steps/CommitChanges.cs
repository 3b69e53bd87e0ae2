namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.CommitChanges"/>.</summary>
public sealed record CommitChangesInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files before the change.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The first line of the journal's commit message.</summary>
    public required string Message { get; init; }

    /// <summary>What the change is judged by: what it forbids is not kept.</summary>
    public GuardPolicy Guard { get; init; } = new();
}

/// <summary>The result of <see cref="FunctionNames.CommitChanges"/>.</summary>
public sealed record CommitChangesResult
{
    /// <summary>The files after the change; the same commit when nothing had changed.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>How many files changed.</summary>
    public int FilesChanged { get; init; }

    /// <summary>What a person should know, for example that a change was not kept.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
