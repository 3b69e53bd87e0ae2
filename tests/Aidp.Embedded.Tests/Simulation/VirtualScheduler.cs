namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Holds an engine's work until the simulation runs it, one piece at a time, in an order of its choice.</summary>
/// <remarks>All on one thread: work that is queued from another has escaped, and the simulation says so.</remarks>
sealed class VirtualScheduler : TaskScheduler
{
    readonly int _thread = Environment.CurrentManagedThreadId;
    readonly List<Task> _ready = [];
    bool _discarded;

    /// <summary>The number of pieces of work that can be run.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>Whether work came from another thread, which would make a simulation unrepeatable.</summary>
    public bool HasEscaped { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs a piece of work.</summary>
    public void Run(int index)
    {
        var task = _ready[index];
        _ready.RemoveAt(index);
        TryExecuteTask(task);
    }

    /// <summary>Forgets all work, and all that will be queued: the process has ended.</summary>
    public void Discard()
    {
        _discarded = true;
        _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        HasEscaped |= Environment.CurrentManagedThreadId != _thread;
        if (!_discarded)
        {
            _ready.Add(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
