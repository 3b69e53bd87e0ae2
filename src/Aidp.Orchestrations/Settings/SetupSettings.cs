namespace Aidp.Orchestrations.Settings;

/// <summary>What makes a fresh worktree usable: it has no <c>node_modules</c>, no <c>.env</c>.</summary>
public sealed record SetupSettings
{
    /// <summary>Shell commands, run in order in the worktree; skipped when the lock files are those of the last time in it.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Globs, relative to the user's working copy, of ignored files to copy.</summary>
    public IReadOnlyList<string> Copy { get; init; } = [];

    /// <summary>How long all commands together may take. Default: 30 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
