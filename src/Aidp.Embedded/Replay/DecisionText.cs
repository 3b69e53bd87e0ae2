using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

/// <summary>Decisions in words, and which of them are the same.</summary>
static class DecisionText
{
    public static string Describe(HistoryEvent? decision) => decision switch
    {
        null => "nothing",
        TaskScheduledEvent task => $"call activity '{task.Name}' (#{task.EventId})",
        SubOrchestrationInstanceCreatedEvent child => $"call sub-orchestrator '{child.Name}' (#{child.EventId})",
        TimerCreatedEvent timer => $"create a timer (#{timer.EventId})",
        EventSentEvent sent => $"send event '{sent.Name}' to '{sent.InstanceId}' (#{sent.EventId})",
        ContinueAsNewEvent => "continue as new",
        ExecutionCompletedEvent completed => $"end as {completed.Status}",
        _ => decision.EventType.ToString(),
    };

    /// <summary>Whether two decisions have the same number, kind and name; inputs may differ, since a newer program may add to them.</summary>
    public static bool AreSame(HistoryEvent a, HistoryEvent b) => a.EventId == b.EventId && (a, b) switch
    {
        (TaskScheduledEvent x, TaskScheduledEvent y) => SameName(x.Name, y.Name),
        (SubOrchestrationInstanceCreatedEvent x, SubOrchestrationInstanceCreatedEvent y) => SameName(x.Name, y.Name),
        (EventSentEvent x, EventSentEvent y) => SameName(x.Name, y.Name),
        (TimerCreatedEvent, TimerCreatedEvent) => true,
        (ContinueAsNewEvent, ContinueAsNewEvent) => true,
        (ExecutionCompletedEvent x, ExecutionCompletedEvent y) => x.GetType() == y.GetType() && x.Status == y.Status,
        _ => false,
    };

    static bool SameName(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
