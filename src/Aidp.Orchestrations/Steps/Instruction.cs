using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Steps;

/// <summary>What a person tells the agent while the run goes on.</summary>
public sealed record Instruction
{
    /// <summary>Counts the instructions of a run from 1, in the order in which they arrived.</summary>
    public int Sequence { get; init; }

    /// <summary><c>user_input</c>, <c>plan_update</c>, <c>constraint</c>, <c>clarification</c> or <c>acceptance</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>critical</c>, <c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public required string Priority { get; init; }

    /// <summary>The text.</summary>
    public required TextReference Text { get; init; }

    /// <summary>Who gave it; null when nobody said.</summary>
    public string? Author { get; init; }
}
