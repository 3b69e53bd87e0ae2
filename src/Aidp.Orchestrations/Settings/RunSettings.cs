namespace Aidp.Orchestrations.Settings;

/// <summary>The settings of one run, resolved from defaults, files, environment and command line when it was asked for.</summary>
public sealed record RunSettings
{
    /// <summary>The most iterations that a run may ask for: it bounds the history that one instance can grow.</summary>
    public const int MostIterations = 200;

    /// <summary>The agents, the first preferred, the others as fallback; at least one.</summary>
    public required IReadOnlyList<AgentSettings> Agents { get; init; }

    /// <summary>The checks, in the order in which they run.</summary>
    public IReadOnlyList<CheckSettings> Checks { get; init; } = [];

    /// <summary>What makes the worktree usable.</summary>
    public SetupSettings Setup { get; init; } = new();

    /// <summary>How many iterations the run may take, 1 to <see cref="MostIterations"/>. Default: 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>What the run may use.</summary>
    public BudgetSettings Budget { get; init; } = new();

    /// <summary>What agents may change; a signal can replace it while the run goes on.</summary>
    public GuardSettings Guard { get; init; } = new();

    /// <summary>Model tiers.</summary>
    public TierSettings Tiers { get; init; } = new();

    /// <summary>Whether tasks that the agent filed must be done before the run completes. Default: false.</summary>
    public bool RequireTasks { get; init; }

    /// <summary>Path of the style guide in the repository, repeated in the prompt every 5 iterations; null for none.</summary>
    public string? StyleGuide { get; init; }

    /// <summary>The size that a prompt may have, in bytes of UTF-8. Default: 60 KB.</summary>
    public int MaxPromptBytes { get; init; } = 60 * 1024;
}
