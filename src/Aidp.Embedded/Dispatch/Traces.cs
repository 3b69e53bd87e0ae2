using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Dispatch;

/// <summary>Distributed traces with the names and attributes of the real host (its source is "DurableTask.Core" too); nothing is done while nobody listens.</summary>
/// <remarks>
/// A span that lasts longer than a process is made when it has ended. So that others can be its children before that, its id is not drawn but derived: of
/// the execution, and of the number of the call. Nothing is traced while history is replayed.
/// </remarks>
static class Traces
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "DurableTask.Core";

    static readonly ActivitySource Source = new(SourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsHeard => Source.HasListeners();

    /// <summary>A client asks for an orchestration, which becomes a child of the span.</summary>
    public static Activity? Create(ExecutionStartedEvent started)
    {
        var span = Source.StartActivity(Named("create_orchestration", started.Name, started.Version), ActivityKind.Producer)?
            .AddTask("orchestration", started.Name, started.Version, started.InstanceId)
            .SetTag("durabletask.task.execution_id", started.ExecutionId);
        started.TraceParent = span?.Id;
        return span;
    }

    /// <summary>A client or, with a sender, an orchestration sends an event.</summary>
    public static Activity? SendEvent(string name, string target, ExecutionStartedEvent? sender = null)
    {
        var span = Source.StartActivity($"orchestration_event:{name}", ActivityKind.Producer, sender is null ? default : ContextOf(sender))?
            .SetTag("durabletask.type", "event")
            .SetTag("durabletask.task.name", name)
            .SetTag("durabletask.event.target_instance_id", target);
        return sender is null ? span : span?.SetTag("durabletask.task.instance_id", sender.InstanceId).SetTag("durabletask.task.execution_id", sender.ExecutionId);
    }

    /// <summary>An activity runs.</summary>
    public static Activity? Run(TaskScheduledEvent call, string instanceId, ActivityContext caller) =>
        Source.StartActivity(Named("activity", call.Name, call.Version), ActivityKind.Server, caller)?
            .AddTask("activity", call.Name, call.Version, instanceId)
            .SetTag("durabletask.task.task_id", call.EventId);

    /// <summary>An execution has ended.</summary>
    public static void Ended(ExecutionStartedEvent started, DateTime began, ExecutionCompletedEvent outcome)
    {
        Past(Named("orchestration", started.Name, started.Version), ActivityKind.Server, RequestOf(started), began, outcome.Timestamp, ContextOf(started).SpanId, span =>
        {
            span.AddTask("orchestration", started.Name, started.Version, started.InstanceId)
                .SetTag("durabletask.task.execution_id", started.ExecutionId)
                .SetTag("durabletask.task.status", outcome.Status.ToString());
            if (outcome.Status == OrchestrationRuntimeStatus.Failed)
            {
                span.SetStatus(ActivityStatusCode.Error, outcome.Failure?.ErrorMessage);
            }
        });
    }

    /// <summary>A call or a timer of an execution has been answered.</summary>
    public static void Answered(ExecutionStartedEvent started, HistoryEvent decision, HistoryEvent answer)
    {
        var (name, kind) = decision switch
        {
            TaskScheduledEvent call => (Named("activity", call.Name, call.Version), ActivityKind.Client),
            SubOrchestrationInstanceCreatedEvent child => (Named("orchestration", child.Name, child.Version), ActivityKind.Client),
            _ => ($"orchestration:{started.Name}:timer", ActivityKind.Internal),
        };
        Past(name, kind, ContextOf(started), decision.Timestamp, answer.Timestamp, ContextOf(started, decision.EventId).SpanId, span =>
        {
            _ = decision switch
            {
                TaskScheduledEvent call => span.AddTask("activity", call.Name, call.Version, started.InstanceId),
                SubOrchestrationInstanceCreatedEvent child => span.AddTask("orchestration", child.Name, child.Version, started.InstanceId),
                _ => span.AddTask("timer", started.Name, null, started.InstanceId).SetTag("durabletask.fire_at", ((TimerCreatedEvent)decision).FireAt.ToString("o", CultureInfo.InvariantCulture)),
            };
            span.SetTag("durabletask.task.task_id", decision.EventId);
            if (answer is TaskFailedEvent or SubOrchestrationInstanceFailedEvent)
            {
                span.SetStatus(ActivityStatusCode.Error, answer is TaskFailedEvent failed ? failed.Reason : ((SubOrchestrationInstanceFailedEvent)answer).Reason);
            }
        });
    }

    /// <summary>The span of an execution, or that of one of its calls.</summary>
    public static ActivityContext ContextOf(ExecutionStartedEvent started, int? call = null)
    {
        var parent = RequestOf(started);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{started.ExecutionId}:{call}")));
        return new(parent.TraceId, ActivitySpanId.CreateFromBytes(hash.AsSpan(0, 8)), parent.TraceFlags);
    }

    /// <summary>The text that makes an execution a child of a call.</summary>
    public static string? ParentOf(ExecutionStartedEvent caller, int call) =>
        IsHeard && ContextOf(caller, call) is var context ? $"00-{context.TraceId}-{context.SpanId}-{(int)context.TraceFlags:x2}" : null;

    /// <summary>The span that asked for an execution; when nobody traced that, a trace of the execution's own, the same for all of its spans.</summary>
    static ActivityContext RequestOf(ExecutionStartedEvent started)
    {
        if (ActivityContext.TryParse(started.TraceParent, null, out var request))
        {
            return request;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(started.ExecutionId));
        return new(ActivityTraceId.CreateFromBytes(hash.AsSpan(0, 16)), default, ActivityTraceFlags.Recorded);
    }

    static void Past(string name, ActivityKind kind, ActivityContext parent, DateTime began, DateTime ended, ActivitySpanId id, Action<Activity> describe)
    {
        if (Source.StartActivity(name, kind, parent, startTime: began) is { } span)
        {
            SpanIdOf(span) = id.ToHexString();
            describe(span);
            span.SetEndTime(ended);
            span.Dispose();
        }
    }

    static Activity AddTask(this Activity span, string type, string? name, string? version, string instanceId)
    {
        span.SetTag("durabletask.type", type).SetTag("durabletask.task.name", name).SetTag("durabletask.task.instance_id", instanceId);
        return string.IsNullOrEmpty(version) ? span : span.SetTag("durabletask.task.version", version);
    }

    static string Named(string kind, string? name, string? version) => string.IsNullOrEmpty(version) ? $"{kind}:{name}" : $"{kind}:{name}@({version})";

    // There is no public way to give a span an id that was known before; the real host sets the same field.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    static extern ref string? SpanIdOf(Activity span);
}
