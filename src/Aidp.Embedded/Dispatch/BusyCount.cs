namespace Aidp.Embedded.Dispatch;

/// <summary>Counts what is under way, so that a stop can wait for it.</summary>
sealed class BusyCount
{
    readonly Lock _lock = new();
    TaskCompletionSource? _idle;
    int _count;

    public void Enter()
    {
        lock (_lock)
        {
            _count++;
        }
    }

    public void Exit()
    {
        TaskCompletionSource? idle;
        lock (_lock)
        {
            idle = --_count == 0 ? _idle : null;
        }

        idle?.TrySetResult();
    }

    /// <summary>Waits until nothing is under way, but not longer than a limit.</summary>
    public async Task IdleAsync(TimeSpan limit, TimeProvider time)
    {
        Task idle;
        lock (_lock)
        {
            if (_count == 0)
            {
                return;
            }

            _idle ??= new TaskCompletionSource();
            idle = _idle.Task;
        }

        try
        {
            await idle.WaitAsync(limit, time);
        }
        catch (TimeoutException)
        {
            // The store has all that was acknowledged.
        }
    }
}
