namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>The orchestrator called another one.</summary>
public sealed class SubOrchestrationInstanceCreatedEvent(int eventId) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceCreated;

    /// <summary>The name of the called orchestrator.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The version that was asked for.</summary>
    public string Version { get; init; }

    /// <summary>The id of the child.</summary>
    public string InstanceId { get; init; } = string.Empty;

    /// <summary>The input as text.</summary>
    public string Input { get; init; }

    /// <summary>The texts given with the call.</summary>
    public IDictionary<string, string> Tags { get; init; }
}
