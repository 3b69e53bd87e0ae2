using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>The one writer of a store: everything that waits when it is free becomes one commit.</summary>
/// <param name="store">The store.</param>
/// <param name="deliver">Told of each commit's deliveries, in order, before the writers are.</param>
/// <param name="fail">Told when the store has failed, after which nothing is written any more.</param>
/// <param name="scheduler">Where the writing runs; null for a thread of its own.</param>
/// <param name="boundary">Told before and after each commit; what it throws is a failure of the store.</param>
sealed class CommitQueue(OrchestrationStore store, Action<IReadOnlyList<Delivery>> deliver, Action<Exception> fail, TaskScheduler? scheduler, Action<string>? boundary) : IDisposable
{
    /// <summary>The most writes in one commit, so that none waits long for the others.</summary>
    const int MaxGroup = 1_000;

    readonly Lock _lock = new();
    readonly SemaphoreSlim _signal = new(0);
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Queue<(StoreWrite Write, TaskCompletionSource<WriteResult> Done)> _waiting = new();
    bool _draining;
    Exception? _closed;

    /// <summary>Starts the writer.</summary>
    public void Start()
    {
        if (scheduler is null)
        {
            new Thread(Loop) { IsBackground = true, Name = "Aidp store writer" }.Start();
        }
    }

    /// <summary>Writes something and returns when it is durable.</summary>
    /// <exception cref="EngineStoppedException">The writer has stopped; whether the write became durable is unknown if it had begun.</exception>
    public Task<WriteResult> WriteAsync(StoreWrite write)
    {
        var done = new TaskCompletionSource<WriteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_closed is not null)
            {
                return Task.FromException<WriteResult>(_closed);
            }

            _waiting.Enqueue((write, done));
            if (_draining)
            {
                return done.Task;
            }

            _draining = true;
        }

        if (scheduler is null)
        {
            _signal.Release();
        }
        else
        {
            Task.Factory.StartNew(DrainAll, CancellationToken.None, TaskCreationOptions.None, scheduler);
        }

        return done.Task;
    }

    /// <summary>Writes what waits, and then nothing any more.</summary>
    public Task CloseAsync(EngineStoppedException reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            if (scheduler is not null && !_draining)
            {
                _ended.TrySetResult();
            }
        }

        _signal.Release();
        return _ended.Task;
    }

    public void Dispose() => _signal.Dispose();

    void Loop()
    {
        while (true)
        {
            _signal.Wait();
            DrainAll();
            lock (_lock)
            {
                if (_closed is not null && _waiting.Count == 0)
                {
                    _ended.TrySetResult();
                    return;
                }
            }
        }
    }

    void DrainAll()
    {
        while (Take() is { Count: > 0 } group)
        {
            Commit(group);
        }
    }

    List<(StoreWrite Write, TaskCompletionSource<WriteResult> Done)> Take()
    {
        lock (_lock)
        {
            var group = new List<(StoreWrite, TaskCompletionSource<WriteResult>)>(Math.Min(_waiting.Count, MaxGroup));
            while (group.Count < MaxGroup && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }

            if (group.Count == 0)
            {
                _draining = false;
                if (_closed is not null && scheduler is not null)
                {
                    _ended.TrySetResult();
                }
            }

            return group;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the store throws, its state is unknown: the engine must stop.")]
    void Commit(List<(StoreWrite Write, TaskCompletionSource<WriteResult> Done)> group)
    {
        try
        {
            Reach("store.commit.before");
            var outcome = store.Commit(group.ConvertAll(item => item.Write));
            Reach("store.commit.after");
            deliver(outcome.Deliveries);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Done.SetResult(outcome.Results[i]);
            }
        }
        catch (Exception e)
        {
            Fail(group, e);
        }
    }

    void Reach(string name)
    {
        DurableBoundary.Reach(name);
        boundary?.Invoke(name);
    }

    void Fail(List<(StoreWrite Write, TaskCompletionSource<WriteResult> Done)> group, Exception e)
    {
        var stopped = new EngineStoppedException($"The engine has stopped because its store failed: {e.Message}", e);
        lock (_lock)
        {
            _closed = stopped;
            group.AddRange(_waiting);
            _waiting = new();
        }

        fail(e);
        foreach (var (_, done) in group)
        {
            done.TrySetException(stopped);
        }
    }
}
