namespace Aidp.Orchestrations.Settings;

/// <summary>What a run may use; null means unlimited. The next step is refused before it would exceed one.</summary>
public sealed record BudgetSettings
{
    /// <summary>From the start of the run, less the time that it stood paused.</summary>
    public TimeSpan? WallTime { get; init; }

    /// <summary>All agent calls together.</summary>
    public TimeSpan? AgentTime { get; init; }

    /// <summary>Input and output tokens of all agent calls together.</summary>
    public long? Tokens { get; init; }

    /// <summary>US dollars of all agent calls together.</summary>
    public decimal? CostUsd { get; init; }
}
