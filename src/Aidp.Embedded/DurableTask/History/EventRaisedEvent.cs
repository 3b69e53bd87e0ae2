namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>An event arrived.</summary>
public sealed class EventRaisedEvent(int eventId, string input) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.EventRaised;

    /// <summary>The name of the event.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The payload as text.</summary>
    public string Input { get; } = input;
}
