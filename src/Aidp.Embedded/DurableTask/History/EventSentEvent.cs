namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>The orchestrator raised an event elsewhere.</summary>
public sealed class EventSentEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.EventSent;

    /// <summary>The id of the receiver.</summary>
    public string InstanceId { get; init; } = string.Empty;

    /// <summary>The name of the event.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The payload as text.</summary>
    public string Input { get; init; }
}
