namespace Aidp.Embedded.DurableTask.History;

/// <summary>The orchestrator ended a turn.</summary>
public sealed class OrchestratorCompletedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorCompleted;
}
