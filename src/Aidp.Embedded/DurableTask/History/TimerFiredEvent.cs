namespace Aidp.Embedded.DurableTask.History;

/// <summary>A timer was due.</summary>
public sealed class TimerFiredEvent(int eventId, DateTime fireAt) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.TimerFired;

    /// <summary>The number of the decision that made it.</summary>
    public int TimerId { get; init; }

    /// <summary>When it was due, in UTC.</summary>
    public DateTime FireAt { get; } = fireAt;
}
