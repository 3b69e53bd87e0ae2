using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

/// <summary>One execution of an orchestrator: a fold over its history that ends where the history ends, and goes on from there.</summary>
/// <remarks>Used by one thread at a time. It does no I/O and knows no clock: the same events always give the same decisions.</remarks>
sealed partial class OrchestrationExecution
{
    readonly OrchestratorInvoker _invoker;
    readonly ExecutionSettings _settings;
    readonly OrchestratorLoop _loop;
    readonly ReplayContext _context;
    readonly Queue<HistoryEvent> _suspended = new();

    /// <param name="started">The request that the execution answers.</param>
    /// <param name="invoker">The orchestrator.</param>
    /// <param name="settings">What its context needs.</param>
    /// <param name="onEscape">Told, on any thread, when the orchestrator's code has left its thread between turns.</param>
    public OrchestrationExecution(ExecutionStartedEvent started, OrchestratorInvoker invoker, ExecutionSettings settings, Action onEscape)
    {
        Started = started;
        _invoker = invoker;
        _settings = settings;
        _loop = new OrchestratorLoop(onEscape);
        _context = new ReplayContext(started, _loop, settings);
    }

    /// <summary>The request that the execution answers.</summary>
    public ExecutionStartedEvent Started { get; }

    /// <summary>Whether events wait for a resume.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>How the execution ended; null while it goes on.</summary>
    public ExecutionCompletedEvent? Outcome { get; private set; }

    /// <summary>The custom status as text.</summary>
    public string? CustomStatus => _context.CustomStatus;

    /// <summary>The number of activities whose answer is not in the history.</summary>
    public int OpenActivityCount => Outcome is null ? _context.OpenActivities : 0;

    /// <summary>The activities whose answer is not in the history.</summary>
    public IEnumerable<TaskScheduledEvent> OpenActivities => _context.Open.Values.Where(task => !task.IsAnswered).Select(task => task.Decision).OfType<TaskScheduledEvent>();

    /// <summary>The timers that have not fired, by their time.</summary>
    public IEnumerable<TimerCreatedEvent> Timers => Outcome is null ? _context.Timers : [];

    /// <summary>The number of external events that the code has not waited for yet, those that wait for a resume included.</summary>
    public int BufferedEvents => _context.Events.Buffered.Count + _suspended.Count(held => held is EventRaisedEvent);

    /// <summary>The events for the next generation, when the execution continued as new: those that nobody took, and those of the request that came too late.</summary>
    public IReadOnlyList<EventRaisedEvent> CarriedOver(IEnumerable<HistoryEvent> request) =>
        _context.Next is { PreserveUnprocessedEvents: true } ? [.. _context.Events.Buffered, .. LeftOver.Intersect(request).OfType<EventRaisedEvent>()] : [];

    /// <summary>The events of the last turn that came after the execution had continued as new; they are not its own any more.</summary>
    public IReadOnlyCollection<HistoryEvent> LeftOver { get; private set; } = [];

    /// <summary>The version of the next generation, when the execution continued as new.</summary>
    public string? NextVersion => string.IsNullOrWhiteSpace(_context.Next?.NewVersion) ? Started.Version : _context.Next.NewVersion;

    /// <summary>When the code first ran, in UTC.</summary>
    public DateTime? BeganAt { get; private set; }

    /// <summary>A decision that has not been answered in the code yet.</summary>
    public HistoryEvent? DecisionOf(int taskId) => _context.Open.TryGetValue(taskId, out var task) ? task.Decision : null;

    /// <summary>Whether a decision awaits its answer.</summary>
    public bool Awaits(int taskId) => Outcome is null && _context.Open.TryGetValue(taskId, out var task) && !task.IsAnswered;

    /// <summary>Applies the events of a new turn and returns the decisions that follow from them, the end of the execution included.</summary>
    public IReadOnlyList<HistoryEvent> Advance(IReadOnlyList<HistoryEvent> events)
    {
        _context.Replaying = false;
        for (var i = 0; i < events.Count && Outcome is not ContinueAsNewEvent; i++)
        {
            if (!IsMoot(events, i))
            {
                Apply(events[i]);
            }

            LeftOver = Outcome is ContinueAsNewEvent ? [.. events.Skip(i + 1)] : [];
        }

        if (Outcome is null && _loop.HasEscaped)
        {
            End(Failed(new InvalidOperationException(OrchestratorLoop.InvalidAwait)));
        }

        HistoryEvent[] decisions = [.. _context.Decisions];
        _context.Decisions.Clear();
        return decisions;
    }

    /// <summary>Ends the execution from outside its code.</summary>
    public void End(OrchestrationRuntimeStatus status, string? output, TaskFailureDetails? failure = null) =>
        End(new ExecutionCompletedEvent(_context.TakeId(), output, status, failure));

    /// <summary>Whether an event asks for an execution that is terminated in the same turn, which never runs any code.</summary>
    static bool IsMoot(IReadOnlyList<HistoryEvent> events, int position) =>
        events[position] is ExecutionStartedEvent && events.Skip(position).TakeWhile(item => item is not OrchestratorCompletedEvent).Any(item => item is ExecutionTerminatedEvent);

    void Apply(HistoryEvent next)
    {
        switch (next)
        {
            case OrchestratorStartedEvent:
                _context.BeginTurn(next.Timestamp);
                BeganAt ??= next.Timestamp;
                break;
            case ExecutionStartedEvent:
                Run(() => _orchestrator = StartAsync());
                break;
            case ExecutionSuspendedEvent:
                IsSuspended = true;
                break;
            case ExecutionResumedEvent:
                Resume();
                break;
            case ExecutionTerminatedEvent terminated when Outcome is null:
                End(OrchestrationRuntimeStatus.Terminated, terminated.Input);
                break;
            case var answer when IsSuspended:
                Hold(answer);
                break;
            default:
                Deliver(next);
                break;
        }
    }

    void Resume()
    {
        IsSuspended = false;
        while (!IsSuspended && _suspended.TryDequeue(out var held))
        {
            Deliver(held);
        }
    }

    void Hold(HistoryEvent answer)
    {
        _suspended.Enqueue(answer);
        if (TaskIdOf(answer) is { } id)
        {
            _context.Hold(id);
        }
    }

    void Deliver(HistoryEvent next)
    {
        if (Outcome is not null || _orchestrator is null || (_orchestrator.IsCompleted && next is EventRaisedEvent))
        {
            // The code has ended, but an event may still be for the next generation; or it will never run.
            _context.Events.Keep(next as EventRaisedEvent);
            return;
        }

        Action? answer = next switch
        {
            EventRaisedEvent raised => () => _context.Events.Deliver(raised),
            TaskCompletedEvent done => () => _context.Answer(done.TaskScheduledId, task => task.Complete(done.Result)),
            TaskFailedEvent failed => () => _context.Answer(failed.TaskScheduledId, task => task.Fail(Failure(task, failed.Failure ?? Details(failed.Reason)))),
            SubOrchestrationInstanceCompletedEvent done => () => _context.Answer(done.TaskScheduledId, task => task.Complete(done.Result)),
            SubOrchestrationInstanceFailedEvent failed => () => _context.Answer(failed.TaskScheduledId, task => task.Fail(Failure(task, failed.Failure ?? Details(failed.Reason)))),
            TimerFiredEvent fired => () => _context.Answer(fired.TimerId, task => task.Complete(null)),
            _ => null,
        };
        if (answer is not null)
        {
            Run(answer);
        }
    }

    /// <summary>The number of the decision that an event answers; null when it answers none.</summary>
    public static int? TaskIdOf(HistoryEvent answer) => answer switch
    {
        TaskCompletedEvent done => done.TaskScheduledId,
        TaskFailedEvent failed => failed.TaskScheduledId,
        SubOrchestrationInstanceCompletedEvent done => done.TaskScheduledId,
        SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
        TimerFiredEvent fired => fired.TimerId,
        _ => null,
    };

    static TaskFailedException Failure(OpenTask task, TaskFailureDetails details)
    {
        var name = task.Decision is SubOrchestrationInstanceCreatedEvent child ? child.Name : ((TaskScheduledEvent)task.Decision!).Name!;
        return new TaskFailedException(name, task.Decision.EventId, details);
    }

    static TaskFailureDetails Details(string? reason) => new("(unknown)", reason ?? string.Empty, null, null, null);
}
