namespace Aidp.Functions.Runs;

/// <summary>Makes what the API shows of a durable history.</summary>
static class RunHistories
{
    /// <summary>The history of one instance.</summary>
    public static InstanceHistory Of(OrchestrationMetadata instance, IEnumerable<HistoryEvent> history, bool payloads) =>
        new(instance.InstanceId, instance.Name, [.. history.Select((e, sequence) => Of(sequence, e, payloads))]);

    static HistoryEventView Of(int sequence, HistoryEvent e, bool payloads)
    {
        var (answers, name, input, output) = Parts(e);
        return new(
            sequence,
            e.EventType.ToString(),
            DateTime.SpecifyKind(e.Timestamp, DateTimeKind.Utc),
            e.EventId < 0 ? null : e.EventId,
            answers,
            name,
            payloads ? input : null,
            payloads ? output : null);
    }

    static (int? Answers, string? Name, string? Input, string? Output) Parts(HistoryEvent e) => e switch
    {
        ExecutionStartedEvent x => (null, x.Name, x.Input, null),
        ExecutionCompletedEvent x => (null, null, null, x.Result),
        ExecutionTerminatedEvent x => (null, null, x.Input, null),
        ExecutionSuspendedEvent x => (null, null, x.Reason, null),
        ExecutionResumedEvent x => (null, null, x.Reason, null),
        TaskScheduledEvent x => (null, x.Name, x.Input, null),
        TaskCompletedEvent x => (x.TaskScheduledId, null, null, x.Result),
        TaskFailedEvent x => (x.TaskScheduledId, null, null, x.Reason),
        SubOrchestrationInstanceCreatedEvent x => (null, x.Name, x.Input, null),
        SubOrchestrationInstanceCompletedEvent x => (x.TaskScheduledId, null, null, x.Result),
        SubOrchestrationInstanceFailedEvent x => (x.TaskScheduledId, null, null, x.Reason),
        TimerFiredEvent x => (x.TimerId, null, null, null),
        EventRaisedEvent x => (null, x.Name, x.Input, null),
        EventSentEvent x => (null, x.Name, x.Input, null),
        _ => (null, null, null, null),
    };
}
