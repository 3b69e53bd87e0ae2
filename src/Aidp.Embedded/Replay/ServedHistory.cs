using System.Text.Json;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

/// <summary>Reads history events that a function app wrote as JSON just as its host's client gave them: under the names of their properties, the same on every host.</summary>
static class ServedHistory
{
    /// <summary>Reads the events of an instance.</summary>
    /// <exception cref="JsonException">They are none, or of a kind that is not known.</exception>
    public static IReadOnlyList<HistoryEvent> Read(string instance, IEnumerable<JsonElement> events)
    {
        try
        {
            return [.. events.Select(json => Read(instance, json))];
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException($"The events of '{instance}' are not a history: {e.Message}", e);
        }
    }

    static HistoryEvent Read(string instance, JsonElement json)
    {
        var item = Create(instance, json);
        item.Timestamp = Time(json, "Timestamp");
        return item;
    }

    static HistoryEvent Create(string instance, JsonElement json)
    {
        var id = Number(json, "EventId");
        return Text(json, "EventType") switch
        {
            nameof(EventType.ExecutionStarted) => new ExecutionStartedEvent(id, Text(json, "Input")!)
            {
                Name = Text(json, "Name")!,
                Version = Text(json, "Version")!,
                InstanceId = instance,
                ScheduledStartTime = json.TryGetProperty("ScheduledStartTime", out _) ? Time(json, "ScheduledStartTime") : null,
            },
            nameof(EventType.ExecutionCompleted) or nameof(EventType.ExecutionFailed) =>
                new ExecutionCompletedEvent(id, Text(json, "Result"), Enum.Parse<OrchestrationRuntimeStatus>(Text(json, "OrchestrationStatus")!), Failure(json, "FailureDetails")),
            nameof(EventType.ContinueAsNew) => new ContinueAsNewEvent(id, Text(json, "Result")!),
            nameof(EventType.ExecutionTerminated) => new ExecutionTerminatedEvent(id, Text(json, "Input")!),
            nameof(EventType.ExecutionSuspended) => new ExecutionSuspendedEvent(id, Text(json, "Reason")!),
            nameof(EventType.ExecutionResumed) => new ExecutionResumedEvent(id, Text(json, "Reason")!),
            nameof(EventType.OrchestratorStarted) => new OrchestratorStartedEvent(id),
            nameof(EventType.OrchestratorCompleted) => new OrchestratorCompletedEvent(id),
            nameof(EventType.TimerCreated) => new TimerCreatedEvent(id, Time(json, "FireAt")),
            nameof(EventType.TimerFired) => new TimerFiredEvent(id, Time(json, "FireAt")) { TimerId = Number(json, "TimerId") },
            nameof(EventType.EventRaised) => new EventRaisedEvent(id, Text(json, "Input")!) { Name = Text(json, "Name")! },
            nameof(EventType.EventSent) => new EventSentEvent(id) { Name = Text(json, "Name")!, InstanceId = Text(json, "InstanceId")!, Input = Text(json, "Input")! },
            nameof(EventType.TaskScheduled) => new TaskScheduledEvent(id, Text(json, "Name")!, Text(json, "Version"), Text(json, "Input")),
            nameof(EventType.TaskCompleted) => new TaskCompletedEvent(id, Number(json, "TaskScheduledId"), Text(json, "Result")!),
            nameof(EventType.TaskFailed) => Failure(json, "FailureDetails") is { } failure
                ? new TaskFailedEvent(id, Number(json, "TaskScheduledId"), failure)
                : new TaskFailedEvent(id, Number(json, "TaskScheduledId"), Text(json, "Reason"), Text(json, "Details")),
            nameof(EventType.SubOrchestrationInstanceCreated) => new SubOrchestrationInstanceCreatedEvent(id)
            {
                Name = Text(json, "Name")!,
                Version = Text(json, "Version")!,
                InstanceId = Text(json, "InstanceId")!,
                Input = Text(json, "Input")!,
            },
            nameof(EventType.SubOrchestrationInstanceCompleted) => new SubOrchestrationInstanceCompletedEvent(id, Number(json, "TaskScheduledId"), Text(json, "Result")!),
            nameof(EventType.SubOrchestrationInstanceFailed) => Failure(json, "FailureDetails") is { } failure
                ? new SubOrchestrationInstanceFailedEvent(id, Number(json, "TaskScheduledId"), failure)
                : new SubOrchestrationInstanceFailedEvent(id, Number(json, "TaskScheduledId"), Text(json, "Reason"), Text(json, "Details")),
            var other => throw new JsonException($"A history event of kind '{other}' is not known."),
        };
    }

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    // The real host's times have no zone, and are of UTC.
    static DateTime Time(JsonElement json, string name) => json.GetProperty(name).GetDateTime() switch
    {
        { Kind: DateTimeKind.Unspecified } time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        var time => time.ToUniversalTime(),
    };

    static TaskFailureDetails? Failure(JsonElement json, string name) => json.TryGetProperty(name, out var failure)
        ? new(Text(failure, "ErrorType")!, Text(failure, "ErrorMessage")!, Text(failure, "StackTrace"), Failure(failure, "InnerFailure"), null)
        {
            IsNonRetriable = failure.TryGetProperty("IsNonRetriable", out var final) && final.GetBoolean(),
        }
        : null;
}
