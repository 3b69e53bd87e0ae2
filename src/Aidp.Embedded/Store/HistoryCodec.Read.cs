using System.Text.Json;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

static partial class HistoryCodec
{
    /// <summary>The events of a JSON array.</summary>
    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <param name="fetch">The text of a number that a payload was given when it was stored elsewhere.</param>
    /// <param name="lazyInputs">Whether an activity's input stays where it is, since a replay does not need it.</param>
    /// <exception cref="JsonException">The text is not a history.</exception>
    public static IReadOnlyList<HistoryEvent> Read(ReadOnlyMemory<byte> json, Func<long, string> fetch, bool lazyInputs = false)
    {
        using var document = JsonDocument.Parse(json);
        var events = new HistoryEvent[document.RootElement.GetArrayLength()];
        var next = 0;
        foreach (var element in document.RootElement.EnumerateArray())
        {
            events[next++] = new EventReader(element, fetch, lazyInputs).Read();
        }

        return events;
    }

    readonly struct EventReader(JsonElement json, Func<long, string> fetch, bool lazyInputs)
    {
        public HistoryEvent Read()
        {
            if (!Enum.TryParse<EventType>(Text("type"), out var type))
            {
                throw new JsonException($"'{Text("type")}' is not a kind of history event.");
            }

            var item = Create(type, Number("id"));
            item.Timestamp = Time("time") ?? throw new JsonException("A history event has no time.");
            return item;
        }

        HistoryEvent Create(EventType type, int id) => type switch
        {
            EventType.ExecutionStarted => Started(id),
            EventType.ExecutionCompleted => new ExecutionCompletedEvent(id, Payload("result"), Enum.Parse<OrchestrationRuntimeStatus>(Text("status")!), Failure("failure")),
            EventType.ContinueAsNew => new ContinueAsNewEvent(id, Payload("result")),
            EventType.ExecutionTerminated => new ExecutionTerminatedEvent(id, Payload("input")) { Recursive = json.TryGetProperty("recursive"u8, out var recursive) && recursive.GetBoolean() },
            EventType.ExecutionSuspended => new ExecutionSuspendedEvent(id, Text("reason")),
            EventType.ExecutionResumed => new ExecutionResumedEvent(id, Text("reason")),
            EventType.OrchestratorStarted => new OrchestratorStartedEvent(id),
            EventType.OrchestratorCompleted => new OrchestratorCompletedEvent(id),
            EventType.TimerCreated => new TimerCreatedEvent(id, Time("fireAt") ?? default),
            EventType.TimerFired => new TimerFiredEvent(id, Time("fireAt") ?? default) { TimerId = Number("task") },
            EventType.EventRaised => new EventRaisedEvent(id, Payload("input")) { Name = Text("name")! },
            EventType.EventSent => new EventSentEvent(id) { Name = Text("name")!, InstanceId = Text("instance")!, Input = Payload("input") },
            EventType.TaskScheduled => Scheduled(id),
            EventType.TaskCompleted => new TaskCompletedEvent(id, Number("task"), Payload("result")),
            EventType.TaskFailed => Failure("failure") is { } failure
                ? new TaskFailedEvent(id, Number("task"), failure)
                : new TaskFailedEvent(id, Number("task"), Text("reason"), Text("details")),
            EventType.SubOrchestrationInstanceCreated => new SubOrchestrationInstanceCreatedEvent(id)
            {
                Name = Text("name")!,
                Version = Text("version"),
                InstanceId = Text("instance")!,
                Input = Payload("input"),
                Tags = Tags(),
            },
            EventType.SubOrchestrationInstanceCompleted => new SubOrchestrationInstanceCompletedEvent(id, Number("task"), Payload("result")),
            EventType.SubOrchestrationInstanceFailed => Failure("failure") is { } failure
                ? new SubOrchestrationInstanceFailedEvent(id, Number("task"), failure)
                : new SubOrchestrationInstanceFailedEvent(id, Number("task"), Text("reason"), Text("details")),
            _ => throw new JsonException($"A history event of kind {type} is not known."),
        };

        TaskScheduledEvent Scheduled(int id) => new(id, Text("name")!, Text("version"), lazyInputs && InputKey() is not null ? null : Payload("input"))
        {
            Tags = Tags(),
            InputKey = lazyInputs ? InputKey() : null,
        };

        ExecutionStartedEvent Started(int id) => new(id, Payload("input"))
        {
            Name = Text("name")!,
            Version = Text("version"),
            InstanceId = Text("instance") ?? string.Empty,
            ExecutionId = Text("execution") ?? string.Empty,
            Tags = Tags(),
            ScheduledStartTime = Time("startAt"),
            TraceParent = Text("trace"),
            Parent = json.TryGetProperty("parent"u8, out var parent) ? new EventReader(parent, fetch, lazyInputs).Parent() : null,
        };

        ParentTask Parent() => new(Text("name")!, Text("instance")!, Text("execution")!, Number("task"));

        long? InputKey() => json.TryGetProperty("inputKey"u8, out var key) ? key.GetInt64() : null;

        string? Payload(string name) => json.TryGetProperty(name + "Key", out var key) ? fetch(key.GetInt64()) : Text(name);

        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

        int Number(string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : -1;

        DateTime? Time(string name) => json.TryGetProperty(name, out var value) ? value.GetDateTime().ToUniversalTime() : null;

        Dictionary<string, string>? Tags() => json.TryGetProperty("tags"u8, out var tags)
            ? tags.EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!)
            : null;

        TaskFailureDetails? Failure(string name) => json.TryGetProperty(name, out var value) ? new EventReader(value, fetch, lazyInputs).Failure() : null;

        TaskFailureDetails Failure() => new(Text("type")!, Text("message")!, Text("stack"), Failure("inner"), null)
        {
            IsNonRetriable = json.TryGetProperty("final"u8, out var final) && final.GetBoolean(),
        };
    }
}
