using System.Text.Json.Serialization;

namespace Aidp.Embedded.DurableTask.History;

/// <summary>A sub-orchestration ended with an exception.</summary>
public sealed class SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, string? reason, string? details) : HistoryEvent(eventId)
{
    internal SubOrchestrationInstanceFailedEvent(int eventId, int taskScheduledId, TaskFailureDetails failure)
        : this(eventId, taskScheduledId, failure.ErrorMessage, failure.ToString()) => Failure = failure;

    /// <inheritdoc/>
    public override EventType EventType => EventType.SubOrchestrationInstanceFailed;

    /// <summary>The number of the call.</summary>
    public int TaskScheduledId { get; } = taskScheduledId;

    /// <summary>The message.</summary>
    public string? Reason { get; } = reason;

    /// <summary>The type and the message.</summary>
    public string? Details { get; } = details;

    [JsonInclude]
    [JsonPropertyName("FailureDetails")]
    internal TaskFailureDetails? Failure { get; }
}
