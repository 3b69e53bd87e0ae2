namespace Aidp.Embedded.DurableTask.History;

/// <summary>One thing that happened to an orchestration.</summary>
public abstract class HistoryEvent
{
    /// <summary>An event with its number: that of the decision it records, or -1.</summary>
    protected HistoryEvent(int eventId) => EventId = eventId;

    /// <summary>The number of the decision that the event records, from 0 within an execution; -1 for all others.</summary>
    public int EventId { get; }

    /// <summary>When it happened, in UTC.</summary>
    public DateTime Timestamp { get; set; }

    /// <summary>The kind of event.</summary>
    public abstract EventType EventType { get; }
}
