namespace Aidp.Embedded.DurableTask.History;

/// <summary>The orchestrator begins a turn; its time is the orchestrator's present.</summary>
public sealed class OrchestratorStartedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.OrchestratorStarted;
}
