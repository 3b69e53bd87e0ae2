namespace Aidp.Embedded.Replay;

/// <summary>The one thread of an orchestrator: everything it awaits comes back here, in order, within a turn.</summary>
/// <param name="onEscape">Told once when the orchestrator's code runs, or wants to, outside a turn.</param>
sealed class OrchestratorLoop(Action onEscape) : SynchronizationContext
{
    /// <summary>What the real host says, so that a search finds its documentation.</summary>
    public const string InvalidAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    const int Nobody = -1;

    readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    LoopScheduler? _scheduler;
    volatile int _thread = Nobody;
    int _escaped;

    /// <summary>Whether code of the orchestrator has run, or wanted to, outside a turn.</summary>
    public bool HasEscaped => Volatile.Read(ref _escaped) != 0;

    /// <summary>Whether the caller is within a turn.</summary>
    public bool IsInside => _thread == Environment.CurrentManagedThreadId;

    /// <summary>Runs an action and then everything that it sets off, until nothing is left to do.</summary>
    public void Run(Action action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var turn = new Task(() => Drain(action));
            turn.RunSynchronously(_scheduler ??= new LoopScheduler(this));
            turn.GetAwaiter().GetResult();
        }
        finally
        {
            _thread = Nobody;
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Refuses the use of a context by code that has left the orchestrator's thread.</summary>
    /// <exception cref="InvalidOperationException">The caller is outside a turn.</exception>
    public void ThrowIfOutside()
    {
        if (!IsInside)
        {
            Escape();
            throw new InvalidOperationException(InvalidAwait);
        }
    }

    /// <summary>Notes that the orchestrator's code has left its thread.</summary>
    public void Escape()
    {
        if (Interlocked.Exchange(ref _escaped, 1) == 0)
        {
            onEscape();
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (IsInside)
        {
            _posted.Enqueue((d, state));
        }
        else
        {
            Escape();
        }
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsInside)
        {
            d(state);
        }
        else
        {
            Escape();
        }
    }

    public override SynchronizationContext CreateCopy() => this;

    void Drain(Action action)
    {
        action();
        while (_posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }

    sealed class LoopScheduler(OrchestratorLoop loop) : TaskScheduler
    {
        protected override void QueueTask(Task task) => loop.Post(_ => TryExecuteTask(task), null);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => loop.IsInside && !taskWasPreviouslyQueued && TryExecuteTask(task);

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
