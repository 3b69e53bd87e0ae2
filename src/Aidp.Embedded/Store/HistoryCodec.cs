using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>History events as JSON: the form in the store and in recorded histories.</summary>
/// <remarks>Names and meanings never change; new ones may be added, and readers skip what they do not know.</remarks>
static partial class HistoryCodec
{
    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Events as a JSON array.</summary>
    /// <param name="events">The events, in order.</param>
    /// <param name="externalize">Stores a long text elsewhere and returns its number, or null to keep it here.</param>
    /// <param name="indented">Whether a person is to read it.</param>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<HistoryEvent> events, Func<string, long?> externalize, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, indented ? Indented : Compact))
        {
            json.WriteStartArray();
            for (var i = 0; i < events.Count; i++)
            {
                new EventWriter(json, externalize).Write(events[i]);
            }

            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    readonly struct EventWriter(Utf8JsonWriter json, Func<string, long?> externalize)
    {
        public void Write(HistoryEvent item)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, item.EventType.ToString());
            json.WriteString("time"u8, item.Timestamp);
            json.WriteNumber("id"u8, item.EventId);
            Fields(item);
            json.WriteEndObject();
        }

        void Fields(HistoryEvent item)
        {
            switch (item)
            {
                case ExecutionStartedEvent started:
                    Started(started);
                    break;
                case ExecutionCompletedEvent completed:
                    Text("status", completed.Status.ToString());
                    Payload("result", completed.Result);
                    Failure("failure", completed.Failure);
                    break;
                case ExecutionTerminatedEvent terminated:
                    Payload("input", terminated.Input);
                    json.WriteBoolean("recursive"u8, terminated.Recursive);
                    break;
                case ExecutionSuspendedEvent suspended:
                    Text("reason", suspended.Reason);
                    break;
                case ExecutionResumedEvent resumed:
                    Text("reason", resumed.Reason);
                    break;
                case TimerCreatedEvent timer:
                    json.WriteString("fireAt"u8, timer.FireAt);
                    break;
                case TimerFiredEvent fired:
                    json.WriteNumber("task"u8, fired.TimerId);
                    json.WriteString("fireAt"u8, fired.FireAt);
                    break;
                case EventRaisedEvent raised:
                    Text("name", raised.Name);
                    Payload("input", raised.Input);
                    break;
                case EventSentEvent sent:
                    Text("name", sent.Name);
                    Text("instance", sent.InstanceId);
                    Payload("input", sent.Input);
                    break;
                default:
                    Call(item);
                    break;
            }
        }

        void Call(HistoryEvent item)
        {
            switch (item)
            {
                case TaskScheduledEvent task:
                    Text("name", task.Name);
                    Text("version", task.Version);
                    Payload("input", task.Input, task.InputKey);
                    Tags(task.Tags);
                    break;
                case SubOrchestrationInstanceCreatedEvent child:
                    Text("name", child.Name);
                    Text("version", child.Version);
                    Text("instance", child.InstanceId);
                    Payload("input", child.Input);
                    Tags(child.Tags);
                    break;
                case TaskCompletedEvent done:
                    Completed(done.TaskScheduledId, done.Result);
                    break;
                case SubOrchestrationInstanceCompletedEvent done:
                    Completed(done.TaskScheduledId, done.Result);
                    break;
                case TaskFailedEvent failed:
                    Failed(failed.TaskScheduledId, failed.Reason, failed.Details, failed.Failure);
                    break;
                case SubOrchestrationInstanceFailedEvent failed:
                    Failed(failed.TaskScheduledId, failed.Reason, failed.Details, failed.Failure);
                    break;
                default:
                    break;
            }
        }

        void Completed(int task, string? result)
        {
            json.WriteNumber("task"u8, task);
            Payload("result", result);
        }

        void Failed(int task, string? reason, string? details, TaskFailureDetails? failure)
        {
            json.WriteNumber("task"u8, task);
            Text("reason", reason);
            Text("details", details);
            Failure("failure", failure);
        }

        void Started(ExecutionStartedEvent started)
        {
            Text("name", started.Name);
            Text("version", started.Version);
            Text("instance", started.InstanceId);
            Text("execution", started.ExecutionId);
            Payload("input", started.Input);
            Tags(started.Tags);
            Text("trace", started.TraceParent);
            if (started.ScheduledStartTime is { } start)
            {
                json.WriteString("startAt"u8, start);
            }

            if (started.Parent is { } parent)
            {
                json.WriteStartObject("parent"u8);
                Text("name", parent.Name);
                Text("instance", parent.InstanceId);
                Text("execution", parent.ExecutionId);
                json.WriteNumber("task"u8, parent.TaskId);
                json.WriteEndObject();
            }
        }

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        void Payload(string name, string? value, long? key = null)
        {
            if ((key ?? (value is null ? null : externalize(value))) is { } stored)
            {
                json.WriteNumber(name + "Key", stored);
            }
            else
            {
                Text(name, value);
            }
        }

        void Failure(string name, TaskFailureDetails? failure)
        {
            if (failure is null)
            {
                return;
            }

            json.WriteStartObject(name);
            Text("type", failure.ErrorType);
            Text("message", failure.ErrorMessage);
            Text("stack", failure.StackTrace);
            if (failure.IsNonRetriable)
            {
                json.WriteBoolean("final"u8, true);
            }

            Failure("inner", failure.InnerFailure);
            json.WriteEndObject();
        }

        void Tags(IEnumerable<KeyValuePair<string, string>>? tags)
        {
            if (tags is null)
            {
                return;
            }

            json.WriteStartObject("tags"u8);
            foreach (var (key, value) in tags)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }
    }
}
