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
    readonly List<LostCall> _lost = [];
    readonly List<LateAnswer> _late = [];

    /// <summary>An end that the orchestrator's code did not choose.</summary>
    sealed record Ending(OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure);

    /// <summary>A call of an activity that an earlier engine had begun.</summary>
    sealed record LostCall(TaskScheduledEvent Call, int Attempt, ActivityContext Trace = default);

    /// <summary>Lets the code see what has come, and says what follows from it; null when nothing does.</summary>
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

        if (!received.IsEmpty)
        {
            return Advance(received);
        }

        // The queue forgot it when it fired, or never knew it: an engine that starts looks at first.
        engine.Timers.Set(Id, _row.DueAt);
        return null;
    }

    /// <summary>What an earlier engine had begun and the code still waits for.</summary>
    LostCall[] TakeLost()
    {
        LostCall[] lost = [.. _lost.Where(item => _execution?.Awaits(item.Call.EventId) == true).Select(item => item with { Trace = TraceOf(item.Call) })];
        _lost.Clear();
        return lost;
    }

    /// <summary>Starts again what an earlier engine had begun, after noting that it was lost.</summary>
    async Task RecoverAsync(InstanceRow row, LostCall[] lost)
    {
        await engine.Commits.WriteAsync(new LostWrite(row.Key, [.. lost.Select(item => item.Call.EventId)]));
        foreach (var (call, attempt, trace) in lost)
        {
            engine.Activities.Start(Id, row.ExecutionId, call, attempt, trace);
        }
    }

    /// <summary>Notes answers that came too late.</summary>
    async Task RecordLateAsync()
    {
        var late = _late.ToArray();
        _late.Clear();
        await engine.Commits.WriteAsync(new LateWrite(late));
    }

    /// <summary>Takes the turn: the code runs on, and what it decided becomes a step.</summary>
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

    /// <summary>Goes on after a step is durable: only now do its activities start and its watchers hear of it.</summary>
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
}
