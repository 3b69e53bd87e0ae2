using System.Text.Json.Serialization;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.DurableTask.History;

/// <summary>The execution ended.</summary>
public class ExecutionCompletedEvent : HistoryEvent
{
    internal ExecutionCompletedEvent(int eventId, string? result, OrchestrationRuntimeStatus status, TaskFailureDetails? failure = null)
        : base(eventId)
    {
        Result = result;
        Status = status;
        Failure = failure;
    }

    /// <inheritdoc/>
    public override EventType EventType => EventType.ExecutionCompleted;

    /// <summary>The output; plain text for a failed execution.</summary>
    public string? Result { get; }

    [JsonInclude]
    [JsonPropertyName("OrchestrationStatus")]
    internal OrchestrationRuntimeStatus Status { get; }

    [JsonInclude]
    [JsonPropertyName("FailureDetails")]
    internal TaskFailureDetails? Failure { get; }
}
