using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>What a run has used.</summary>
sealed record Spent
{
    /// <summary>From the start, less the time paused.</summary>
    public TimeSpan WallTime { get; init; }

    /// <summary>All agent calls together.</summary>
    public TimeSpan AgentTime { get; init; }

    /// <summary>What all agent calls used.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>How many agent calls were made.</summary>
    public int Calls { get; init; }
}
