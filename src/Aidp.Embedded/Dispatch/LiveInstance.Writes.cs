using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

sealed partial class LiveInstance
{
    /// <summary>A step as one write: the instance after it, what became history, and what follows for others.</summary>
    StepWrite Write(List<HistoryEvent> recorded, IReadOnlyList<HistoryEvent> decisions, Received received)
    {
        var now = received.Now;
        var execution = _execution!;
        // What came after the end of a generation stays in the store, for the next one.
        List<long> consumed = [.. received.Messages.Where(message => !execution.LeftOver.Contains(message.Event!)).Select(message => message.Key)];
        var then = Consequences(decisions, recorded);
        if (execution.Outcome is ContinueAsNewEvent next)
        {
            return NextGeneration(next, consumed, then, now);
        }

        var texts = execution.Outcome is { } outcome
            ? new InstanceTexts(execution.CustomStatus, outcome.Result, outcome.Failure)
            : execution.CustomStatus == _customStatus ? null : new InstanceTexts(execution.CustomStatus);
        var row = _row! with
        {
            Status = execution.Outcome?.Status ?? (execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running),
            UpdatedAt = now,
            CompletedAt = execution.Outcome is null ? null : now,
            DueAt = execution.Timers.FirstOrDefault()?.FireAt,
            OpenActivities = execution.OpenActivityCount,
            Steps = _row.Steps + 1,
            Events = _row.Events + recorded.Count,
            Buffered = execution.Outcome is null ? execution.BufferedEvents : 0,
        };
        return new StepWrite(row, recorded, consumed, then) { Texts = texts };
    }

    /// <summary>The write with which a generation ends and the next one begins.</summary>
    StepWrite NextGeneration(ContinueAsNewEvent next, List<long> consumed, IReadOnlyList<StoreWrite> then, DateTime now)
    {
        var execution = _execution!;
        var old = execution.Started;
        var started = new ExecutionStartedEvent(-1, next.Result)
        {
            Name = old.Name,
            Version = execution.NextVersion,
            InstanceId = old.InstanceId,
            ExecutionId = NewExecutionId(),
            Tags = old.Tags,
            Parent = old.Parent,
            TraceParent = old.TraceParent,
            Timestamp = now,
        };
        HistoryEvent[] events = [started, .. execution.CarriedOver(_request)];
        var row = _row! with
        {
            ExecutionId = started.ExecutionId,
            Version = started.Version,
            Status = OrchestrationRuntimeStatus.Running,
            CreatedAt = now,
            UpdatedAt = now,
            // So that it is found if the engine ends before it begins; long ago, whatever the clock will say then.
            DueAt = DateTime.UnixEpoch,
            OpenActivities = 0,
            Steps = 1,
            Events = events.Length,
            Buffered = events.Length - 1,
        };
        return new StepWrite(row, events, consumed, then) { Texts = new(execution.CustomStatus), StartsAnew = true };
    }

    /// <summary>What decisions do to other instances.</summary>
    List<StoreWrite> Consequences(IReadOnlyList<HistoryEvent> decisions, List<HistoryEvent> recorded)
    {
        var then = new List<StoreWrite>();
        foreach (var decision in decisions)
        {
            switch (decision)
            {
                case SubOrchestrationInstanceCreatedEvent child:
                    then.Add(StartChild(child));
                    break;
                case EventSentEvent sent:
                    then.Add(new MessageWrite(sent.InstanceId, new EventRaisedEvent(-1, sent.Input) { Name = sent.Name, Timestamp = sent.Timestamp }, engine.Options.MaxPendingMessages));
                    break;
                case ContinueAsNewEvent:
                    break;
                case ExecutionCompletedEvent outcome when _execution!.Started.Parent is { } parent:
                    then.Add(new MessageWrite(parent.InstanceId, Answer(outcome, parent.TaskId), ExecutionId: parent.ExecutionId));
                    break;
                default:
                    break;
            }
        }

        if (recorded.OfType<ExecutionTerminatedEvent>().FirstOrDefault() is { Recursive: true } terminated)
        {
            then.Add(new ChildrenWrite(Id, terminated));
        }

        return then;
    }

    StartWrite StartChild(SubOrchestrationInstanceCreatedEvent child)
    {
        var started = new ExecutionStartedEvent(-1, child.Input)
        {
            Name = child.Name,
            Version = child.Version,
            InstanceId = child.InstanceId,
            ExecutionId = NewExecutionId(),
            Tags = child.Tags,
            Parent = new(_row!.Name, Id, _row.ExecutionId, child.EventId),
            TraceParent = Traces.ParentOf(_execution!.Started, child.EventId),
            Timestamp = child.Timestamp,
        };
        var failure = Failure($"The sub-orchestration '{child.InstanceId}' was not started: an orchestration with this id exists and has not ended.");
        return new StartWrite(started, [], new MessageWrite(Id, new SubOrchestrationInstanceFailedEvent(-1, child.EventId, failure) { Timestamp = child.Timestamp }, ExecutionId: _row.ExecutionId));
    }

    static HistoryEvent Answer(ExecutionCompletedEvent outcome, int taskId) => outcome.Status == OrchestrationRuntimeStatus.Completed
        ? new SubOrchestrationInstanceCompletedEvent(-1, taskId, outcome.Result) { Timestamp = outcome.Timestamp }
        : new SubOrchestrationInstanceFailedEvent(-1, taskId, outcome.Failure ?? new("Terminated", outcome.Result ?? "The sub-orchestration was terminated.", null, null, null)) { Timestamp = outcome.Timestamp };

    static string NewExecutionId() => Guid.NewGuid().ToString("N");
}
