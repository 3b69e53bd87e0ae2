using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

sealed partial class ReplayContext
{
    readonly SortedDictionary<int, OpenTask> _open = [];
    readonly List<HistoryEvent> _decisions = [];
    readonly SortedSet<(DateTime FireAt, int Id)> _timers = [];

    /// <summary>Decisions that have not been answered, by their numbers.</summary>
    internal IReadOnlyDictionary<int, OpenTask> Open => _open;

    /// <summary>Decisions that have not been recorded or compared yet.</summary>
    internal List<HistoryEvent> Decisions => _decisions;

    /// <summary>The number of activities whose answer is not in the history.</summary>
    internal int OpenActivities { get; private set; }

    /// <summary>The timers that have not fired, by their time.</summary>
    internal IEnumerable<TimerCreatedEvent> Timers => _timers.Select(timer => (TimerCreatedEvent)_open[timer.Id].Decision!);

    /// <summary>Whether anything durable is awaited.</summary>
    internal bool Awaits => _open.Count > 0 || Events.AnyOpen;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Check(name, input, options);
        var version = options?.Version is { } asked ? asked.Version : Version;
        return RetryingAsync(
            () => DecideAsync<TResult>(new TaskScheduledEvent(TakeId(), name.Name, version, Serialize(input, $"The input of activity '{name}'")) { Tags = options?.Tags, Timestamp = _now }),
            options?.Retry);
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        Check(orchestratorName, input, options);
        var id = InstanceIds.Check((options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N"));
        var version = options?.Version is { } asked ? asked.Version : settings.DefaultVersion;
        return RetryingAsync(
            () => DecideAsync<TResult>(new SubOrchestrationInstanceCreatedEvent(TakeId())
            {
                Name = orchestratorName.Name,
                Version = version,
                InstanceId = id,
                Input = Serialize(input, $"The input of orchestrator '{orchestratorName}'"),
                Tags = options?.Tags,
                Timestamp = _now,
            }),
            options?.Retry);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        loop.ThrowIfOutside();
        var decision = new TimerCreatedEvent(TakeId(), fireAt.ToUniversalTime()) { Timestamp = _now };
        _decisions.Add(decision);
        var timer = new OpenTask<object>(decision, _converter);
        _open.Add(decision.EventId, timer);
        _timers.Add((decision.FireAt, decision.EventId));
        cancellationToken.Register(() =>
        {
            if (timer.TryCancel(cancellationToken))
            {
                Close(timer);
                _open.Remove(decision.EventId);
            }
        });
        return timer.Task;
    }

    /// <summary>Ends an open task; one that is not open, such as a cancelled timer, is ignored.</summary>
    internal void Answer(int id, Action<OpenTask> end)
    {
        if (_open.TryGetValue(id, out var task))
        {
            Close(task);
            _open.Remove(id);
            end(task);
        }
    }

    /// <summary>Notes that the answer of a task is in the history, although the task waits for the end of a suspension.</summary>
    internal void Hold(int id)
    {
        if (_open.TryGetValue(id, out var task))
        {
            Close(task);
        }
    }

    void Close(OpenTask task)
    {
        if (task.IsAnswered)
        {
            return;
        }

        task.IsAnswered = true;
        if (task.Decision is TaskScheduledEvent)
        {
            OpenActivities--;
        }
        else if (task.Decision is TimerCreatedEvent timer)
        {
            _timers.Remove((timer.FireAt, timer.EventId));
        }
    }

    /// <summary>Puts a recorded decision in the place of the same one that was made anew.</summary>
    internal void Adopt(HistoryEvent recorded)
    {
        if (!_open.TryGetValue(recorded.EventId, out var task))
        {
            return;
        }

        if (task.Decision is TimerCreatedEvent made && recorded is TimerCreatedEvent timer)
        {
            _timers.Remove((made.FireAt, made.EventId));
            _timers.Add((timer.FireAt, timer.EventId));
        }

        task.Decision = recorded;
    }

    Task<T> DecideAsync<T>(HistoryEvent decision)
    {
        _decisions.Add(decision);
        OpenActivities += decision is TaskScheduledEvent ? 1 : 0;
        var task = new OpenTask<T>(decision, _converter);
        _open.Add(decision.EventId, task);
        return task.Task;
    }

    void Check(TaskName name, object? input, TaskOptions? options)
    {
        loop.ThrowIfOutside();
        ArgumentException.ThrowIfNullOrEmpty(name.Name, nameof(name));
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException($"A {nameof(TaskOptions)} was passed as the input of '{name}'. Pass it as the options, by name or after an input.", nameof(input));
        }
    }
}
