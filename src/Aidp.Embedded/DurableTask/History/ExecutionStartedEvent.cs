namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>An execution was requested.</summary>
public sealed class ExecutionStartedEvent(int eventId, string input) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionStarted;

    /// <summary>The name of the orchestrator.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The version that was asked for.</summary>
    public string Version { get; init; }

    /// <summary>The input as text.</summary>
    public string Input { get; } = input;

    /// <summary>The texts given at the start.</summary>
    public IDictionary<string, string> Tags { get; init; }

    /// <summary>When it is to begin; null means at once.</summary>
    public DateTime? ScheduledStartTime { get; init; }

    internal string InstanceId { get; init; } = string.Empty;

    internal string ExecutionId { get; init; } = string.Empty;

    internal ParentTask Parent { get; init; }

    /// <summary>The span that asked for the execution (W3C trace context, traceparent).</summary>
    internal string TraceParent { get; set; }
}
