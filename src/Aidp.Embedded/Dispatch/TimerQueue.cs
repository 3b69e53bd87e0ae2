namespace Aidp.Embedded.Dispatch;

/// <summary>When each instance has something due, by the wall clock.</summary>
/// <param name="time">The clock.</param>
/// <param name="fire">Told the id of an instance that has something due.</param>
sealed class TimerQueue(TimeProvider time, Action<string> fire) : IDisposable
{
    /// <summary>The longest sleep, so that a clock that was set or a machine that slept is noticed.</summary>
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <summary>As many entries as need not be looked at.</summary>
    const int Few = 100;

    readonly Lock _lock = new();
    readonly Dictionary<string, DateTime> _due = new(StringComparer.Ordinal);
    readonly PriorityQueue<string, DateTime> _order = new();
    ITimer? _timer;
    bool _disposed;

    /// <summary>The number of entries, also of those that were replaced by others.</summary>
    internal int Entries
    {
        get
        {
            lock (_lock)
            {
                return _order.Count;
            }
        }
    }

    /// <summary>Sets or removes the time at which an instance has something due.</summary>
    public void Set(string instanceId, DateTime? due)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            if (due is not { } when)
            {
                _due.Remove(instanceId);
            }
            else if (!_due.TryGetValue(instanceId, out var known) || known != when)
            {
                _due[instanceId] = when;
                _order.Enqueue(instanceId, when);
                Forget();
                Sleep();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    void Wake()
    {
        List<string> ready = [];
        lock (_lock)
        {
            var now = time.GetUtcNow().UtcDateTime;
            while (_order.TryPeek(out var id, out var due) && (due <= now || !IsCurrent(id, due)))
            {
                _order.Dequeue();
                if (IsCurrent(id, due))
                {
                    _due.Remove(id);
                    ready.Add(id);
                }
            }

            Sleep();
        }

        ready.ForEach(fire);
    }

    /// <summary>Drops the entries that were replaced once they are the most: their times may be far away.</summary>
    void Forget()
    {
        if (_order.Count > Few + (2 * _due.Count))
        {
            _order.Clear();
            _order.EnqueueRange(_due.Select(item => (item.Key, item.Value)));
        }
    }

    bool IsCurrent(string id, DateTime due) => _due.TryGetValue(id, out var current) && current == due;

    void Sleep()
    {
        if (_disposed || !_order.TryPeek(out _, out var due))
        {
            return;
        }

        var wait = due - time.GetUtcNow().UtcDateTime;
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestSleep ? LongestSleep : wait;
        _timer ??= time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A millisecond more than due: timers fire a little early.
        _timer.Change(wait == TimeSpan.Zero ? wait : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
