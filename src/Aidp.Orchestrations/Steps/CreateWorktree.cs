using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.CreateWorktree"/>.</summary>
public sealed record CreateWorktreeInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The repository to work on.</summary>
    public required RepositorySource Repository { get; init; }

    /// <summary>Names the branch <c>aidp/&lt;slug&gt;</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>What makes the fresh worktree usable.</summary>
    public required SetupSettings Setup { get; init; }
}

/// <summary>The result of <see cref="FunctionNames.CreateWorktree"/>: a workspace, or the reason why there is none.</summary>
public sealed record CreateWorktreeResult
{
    /// <summary>The workspace at the base commit; null when it could not be made.</summary>
    public Workspace? Workspace { get; init; }

    /// <summary>Cause and remedy when there is no workspace.</summary>
    public string? Error { get; init; }

    /// <summary>What a person should know, for example that uncommitted changes are not included.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
