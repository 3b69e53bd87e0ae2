using System.Globalization;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Writes and events in words; without execution ids, which are new in each run.</summary>
static class CommitText
{
    public static string Describe(StoreWrite write) => write switch
    {
        StepWrite step => string.Create(
            CultureInfo.InvariantCulture,
            $"step {step.Row.Steps} of {step.Row.Id} ({step.Row.Status}{(step.StartsAnew ? ", anew" : "")}; due {step.Row.DueAt:HH:mm:ss.fffffff}, open {step.Row.OpenActivities}, took {step.Consumed.Count}): {string.Join("; ", step.Events.Select(Describe))}{Texts(step.Texts)}{Then(step.Then)}"),
        StartWrite start => $"start {start.Started.InstanceId} ({start.Started.Name}{(start.Started.ScheduledStartTime is null ? "" : ", later")}): {start.Started.Input}",
        MessageWrite message => $"to {message.InstanceId}: {Describe(message.Message)}",
        ChildrenWrite children => $"to the children of {children.ParentId}: {Describe(children.Message)}",
        PurgeWrite purge => $"purge {purge.InstanceId}{(purge.Recursive ? " and its children" : "")}",
        LostWrite lost => $"lost {string.Join(' ', lost.Tasks)}",
        _ => write.ToString(),
    };

    public static string Describe(HistoryEvent item) => item switch
    {
        EventRaisedEvent raised => $"event {raised.Name} {raised.Input}",
        TaskCompletedEvent done => $"#{done.TaskScheduledId} gave {done.Result}",
        TaskFailedEvent failed => $"#{failed.TaskScheduledId} failed",
        SubOrchestrationInstanceCompletedEvent done => $"child #{done.TaskScheduledId} gave {done.Result}",
        SubOrchestrationInstanceFailedEvent failed => $"child #{failed.TaskScheduledId} failed: {failed.Failure?.ErrorMessage}",
        TimerFiredEvent fired => $"timer #{fired.TimerId} fired",
        ExecutionTerminatedEvent terminated => $"terminated {terminated.Input}{(terminated.Recursive ? " with children" : "")}",
        TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent or TimerCreatedEvent or EventSentEvent or ExecutionCompletedEvent => DecisionText.Describe(item),
        _ => item.EventType.ToString(),
    };

    static string Texts(InstanceTexts? texts) => texts is null ? string.Empty : $" [status {texts.CustomStatus}, output {texts.Output}]";

    static string Then(IReadOnlyList<StoreWrite> then) => string.Concat(then.Select(next => $"{Environment.NewLine}    then {Describe(next)}"));
}
