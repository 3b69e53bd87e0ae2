namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>A client ended the execution.</summary>
public sealed class ExecutionTerminatedEvent(int eventId, string input) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionTerminated;

    /// <summary>What it reports as its output.</summary>
    public string Input { get; } = input;

    /// <summary>Whether the sub-orchestrations end too.</summary>
    internal bool Recursive { get; init; }
}
