namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>A client let the execution go on.</summary>
public sealed class ExecutionResumedEvent(int eventId, string reason) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionResumed;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
