using System.Diagnostics;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

sealed partial class LiveInstance
{
    OrchestrationExecution? _execution;
    InstanceRow? _row;
    string? _customStatus;
    long _lastMessage;
    IReadOnlyList<HistoryEvent> _request = [];
    Ending? _ending;
    readonly List<(TaskScheduledEvent Call, int Attempt)> _lost = [];
    readonly List<LateAnswer> _late = [];

    /// <summary>An end that the orchestrator's code did not choose.</summary>
    sealed record Ending(OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure);

    Step? Prepare(List<Signal> signals)
    {
        var arrived = new List<Signal>();
        if (!IsLoaded && !TryLoad(arrived))
        {
            Reject(signals.OfType<AnswerSignal>());
            return null;
        }

        arrived.AddRange(signals.Where(signal => signal is not MessageSignal { Delivery: var delivery } || (delivery.Owner == _row!.Key && delivery.Key > _lastMessage)));
        var received = new Received(engine.Now);
        Receive(arrived, received);
        if (_ending is { } ending)
        {
            // The code sees nothing any more, and the history says only why it ended.
            received.Events.RemoveAll(item => item is not ExecutionTerminatedEvent || ending.Status != OrchestrationRuntimeStatus.Terminated);
            _execution!.End(ending.Status, ending.Output, ending.Failure);
            return Advance(received);
        }

        if (_row!.Steps == 1)
        {
            var ended = received.Events.Exists(item => item is ExecutionTerminatedEvent);
            if (!ended && _row.DueAt > received.Now)
            {
                // Not yet: the messages wait in the store.
                engine.Timers.Set(Id, _row.DueAt);
                Unload();
                return null;
            }

            received.Events.InsertRange(0, _request);
        }

        return received.IsEmpty ? null : Advance(received);
    }

    /// <summary>Starts again what an earlier engine had begun, after noting that it was lost.</summary>
    async Task RecoverAsync(InstanceRow row)
    {
        var lost = _lost.ToArray();
        _lost.Clear();
        await engine.Commits.WriteAsync(new LostWrite(row.Key, [.. lost.Select(item => item.Call.EventId)]));
        foreach (var (call, attempt) in lost)
        {
            engine.Activities.Start(Id, row.ExecutionId, call, attempt, TraceOf(call));
        }
    }

    /// <summary>Notes answers that came too late.</summary>
    async Task RecordLateAsync()
    {
        var late = _late.ToArray();
        _late.Clear();
        await engine.Commits.WriteAsync(new LateWrite(late));
    }

    Step Advance(Received received)
    {
        var execution = _execution!;
        received.Events.Insert(0, new OrchestratorStartedEvent(-1) { Timestamp = received.Now });
        var decisions = execution.Advance(received.Events);
        List<HistoryEvent> recorded = [.. _row!.Steps == 1 ? received.Events.Except(_request) : received.Events, .. decisions, new OrchestratorCompletedEvent(-1) { Timestamp = received.Now }];
        if (execution.Outcome is null && TooLong(_row.Events + recorded.Count) is { } failure)
        {
            execution.End(OrchestrationRuntimeStatus.Failed, failure.ToString(), failure);
            decisions = execution.Advance([]);
            recorded = [recorded[0], .. decisions, recorded[^1]];
        }

        var calls = execution.Outcome?.Status == OrchestrationRuntimeStatus.Terminated ? [] : decisions.OfType<TaskScheduledEvent>();
        return new Step(Write(recorded, decisions, received), [.. calls], received.Answered) { Trace = Traces.IsHeard ? () => Trace(execution, received, decisions) : null };
    }

    static void Trace(OrchestrationExecution execution, Received received, IReadOnlyList<HistoryEvent> decisions)
    {
        foreach (var (decision, answer) in received.Pairs)
        {
            Traces.Answered(execution.Started, decision, answer);
        }

        foreach (var sent in decisions.OfType<EventSentEvent>())
        {
            Traces.SendEvent(sent.Name, sent.InstanceId, execution.Started)?.Dispose();
        }

        if (execution.Outcome is { } outcome)
        {
            Traces.Ended(execution.Started, execution.BeganAt ?? received.Now, outcome);
        }
    }

    ActivityContext TraceOf(TaskScheduledEvent call) => Traces.IsHeard && _execution is { } execution ? Traces.ContextOf(execution.Started, call.EventId) : default;

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

    void Apply(Step step, WriteResult written)
    {
        var (executionId, before) = (_row!.ExecutionId, _row);
        _row = step.Write.Row with { Bytes = written.Bytes };
        WarnOnce(before, _row);
        WarnOfLost(written.Full ?? []);
        step.Trace?.Invoke();
        _lastMessage = Math.Max(_lastMessage, step.Write.Consumed is [.., var last] ? last : 0);
        _customStatus = step.Write.Texts is { } texts ? texts.CustomStatus : _customStatus;
        engine.Activities.Forget(executionId, step.Answered);
        foreach (var call in step.Calls)
        {
            engine.Activities.Start(Id, executionId, call, attempt: 1, TraceOf(call));
        }

        if (_row.Status == OrchestrationRuntimeStatus.Terminated)
        {
            engine.Activities.Cancel(executionId);
        }

        engine.Timers.Set(Id, _row.DueAt);
        engine.Watchers.Notify(Id, _row.Status);
        if (step.Write.StartsAnew)
        {
            TryPost(LookSignal.Instance, out _);
        }

        if (step.Write.StartsAnew || _row.IsFinished || engine.Options.Eviction == Eviction.AtEveryAwait)
        {
            Unload();
        }
    }

    static HistoryEvent Answer(ExecutionCompletedEvent outcome, int taskId) => outcome.Status == OrchestrationRuntimeStatus.Completed
        ? new SubOrchestrationInstanceCompletedEvent(-1, taskId, outcome.Result) { Timestamp = outcome.Timestamp }
        : new SubOrchestrationInstanceFailedEvent(-1, taskId, outcome.Failure ?? new("Terminated", outcome.Result ?? "The sub-orchestration was terminated.", null, null, null)) { Timestamp = outcome.Timestamp };

    static string NewExecutionId() => Guid.NewGuid().ToString("N");
}
