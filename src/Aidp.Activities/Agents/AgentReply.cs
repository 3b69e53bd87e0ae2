using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>What came of a call of an agent, in the words that all agents share.</summary>
sealed record AgentReply
{
    /// <summary>How it ended.</summary>
    public required AgentOutcome Outcome { get; init; }

    /// <summary>Cause and way out, when it did not complete.</summary>
    public string? Error { get; init; }

    /// <summary>When trying again makes sense; null when it does not say.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The final message; null when there is none.</summary>
    public string? Message { get; init; }

    /// <summary>The session by which the call can be taken up again.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the structured output says that the task is complete; null when it says nothing about that.</summary>
    public bool? SaysComplete { get; init; }

    /// <summary>What the call used.</summary>
    public Usage Usage { get; init; } = UnknownUsage;

    /// <summary>The usage of a call that reports none.</summary>
    public static Usage UnknownUsage { get; } = new() { CallsOfUnknownCost = 1 };
}
