using Aidp.Activities.Agents;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Checks;
using Aidp.Functions.Runs;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Events;

/// <summary>Derives the events of one run from its history, and what is newer than its last step from its status. It only grows, except when the run's work loop begins anew.</summary>
sealed class RunTimeline
{
    readonly Dictionary<int, TaskScheduledEvent> _scheduled = [];
    SignalHistory _signals = new();
    List<RunEvent> _events = [];
    int _read;
    int _transition;

    /// <summary>Which execution of the work loop the events are of; 0 before there is one.</summary>
    public long Generation { get; private set; }

    /// <summary>The events so far. A snapshot: what is added later does not show.</summary>
    public IReadOnlyList<RunEvent> Events { get; private set; } = [];

    /// <summary>Adds what is new.</summary>
    /// <param name="run">The run as it stood before the history was read.</param>
    /// <param name="history">The history of its work loop.</param>
    public void Update(RunView run, IList<HistoryEvent> history)
    {
        if (_events.Count == 0)
        {
            _events.Add(new RunEvent.Started(new(run.Task, run.Author, run.CreatedAt)));
        }

        // Before its first turn the order of a history is not settled yet.
        if (history.Any(e => e is OrchestratorStartedEvent) && history.FirstOrDefault(e => e is ExecutionStartedEvent) is { } first)
        {
            Begin(first.Timestamp.Ticks / TimeSpan.TicksPerMillisecond, history.Count);
            Add(history);
        }

        Add(run.Loop?.Trail);
        Add(run.Result?.Trail);
        if (run.Finished && _events[^1] is not RunEvent.Finished)
        {
            _events.Add(new RunEvent.Finished(run));
        }

        Events = [.. _events];
    }

    void Begin(long generation, int length)
    {
        if (generation != Generation || length < _read)
        {
            _events = [.. _events.OfType<RunEvent.Started>()];
            _scheduled.Clear();
            (Generation, _read, _transition, _signals) = (generation, 0, 0, new());
        }
    }

    void Add(IList<HistoryEvent> history)
    {
        for (; _read < history.Count; _read++)
        {
            switch (history[_read])
            {
                case TaskScheduledEvent call:
                    Began(call);
                    break;
                case TaskCompletedEvent done when _scheduled.Remove(done.TaskScheduledId, out var call):
                    Ended(call, done.Result);
                    break;
                case EventRaisedEvent raised when _signals.IsNew(raised):
                    var signal = DurableJson.Read<ControlSignal>(raised.Input);
                    _events.Add(new RunEvent.Signalled(_read, new(raised.Name, signal?.Id, signal?.Author, Utc(raised.Timestamp))));
                    break;
                default:
                    break;
            }
        }
    }

    void Add(IReadOnlyList<Transition>? trail)
    {
        // One that is missing comes with the next step.
        foreach (var transition in (trail ?? []).Where(transition => transition.Sequence == _transition + 1))
        {
            _transition = transition.Sequence;
            _events.Add(new RunEvent.Entered(transition));
        }
    }

    void Began(TaskScheduledEvent call)
    {
        _scheduled[call.EventId] = call;
        if (DurableJson.Read<AnyStep>(call.Input)?.Step is not { } step)
        {
            return;
        }

        Add(step.Trail);
        var (target, output) = call.Name switch
        {
            FunctionNames.ExecuteAgent => (DurableJson.Read<ExecuteAgentInput>(call.Input)?.Agent.Name, AgentArtifacts.Transcript(step)),
            FunctionNames.RunTests or FunctionNames.RunLinter when DurableJson.Read<RunCheckInput>(call.Input) is { } check => (check.Check.Name, new CheckArtifacts(check).Output),
            _ => ((string?)null, (ArtifactName?)null),
        };
        _events.Add(new RunEvent.StepBegan(_read, new(step.Number, step.Iteration, call.Name ?? "", target, Utc(call.Timestamp)), output));
    }

    void Ended(TaskScheduledEvent call, string result)
    {
        if (DurableJson.Read<AnyStep>(call.Input)?.Step is not { } step)
        {
            return;
        }

        RunEvent ended = call.Name switch
        {
            FunctionNames.ExecuteAgent when (DurableJson.Read<ExecuteAgentInput>(call.Input), DurableJson.Read<ExecuteAgentResult>(result)) is ({ } input, { } output) =>
                new RunEvent.StepEnded(_read, step.Number, "agent", new AgentData(step.Number, step.Iteration, RunIterations.Agent(input, output))),
            FunctionNames.RunTests or FunctionNames.RunLinter when DurableJson.Read<CheckResult>(result) is { } output =>
                new RunEvent.StepEnded(_read, step.Number, "check", new CheckData(step.Number, step.Iteration, RunIterations.Check(output))),
            _ => new RunEvent.StepEnded(_read, step.Number, "done", new DoneData(step.Number, step.Iteration, call.Name!)),
        };
        _events.Add(ended);
    }

    static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    /// <summary>What the inputs of all activities have in common.</summary>
    sealed record AnyStep(StepContext? Step);
}
