namespace Aidp.Embedded.DurableTask.History;

/// <summary>The orchestrator made a timer.</summary>
public sealed class TimerCreatedEvent(int eventId, DateTime fireAt) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerCreated;

    /// <summary>When it is due, in UTC.</summary>
    public DateTime FireAt { get; } = fireAt;
}
