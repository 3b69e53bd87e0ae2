namespace Aidp.Embedded.Replay;

/// <summary>A replayed orchestrator did not do what its history says it did.</summary>
public sealed class NonDeterministicOrchestrationException(string recorded, string replayed, int position)
    : InvalidOperationException($"The orchestrator is not deterministic, or its code has changed. Its history says (event {position}): {recorded}. The code now does: {replayed}. "
        + "Let running instances end before changing an orchestrator, or give the new code a new name or version; take time, randomness and I/O from the context or an activity.")
{
    /// <summary>What the history says.</summary>
    public string Recorded { get; } = recorded;

    /// <summary>What the code does now.</summary>
    public string Replayed { get; } = replayed;

    /// <summary>Where in the history they part, from 0.</summary>
    public int Position { get; } = position;
}
