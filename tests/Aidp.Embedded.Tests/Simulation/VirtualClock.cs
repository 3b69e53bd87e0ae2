namespace Aidp.Embedded.Tests.Simulation;

/// <summary>The clocks of a simulated machine: a monotonic one, by which timers fire, and a wall clock, which can be set.</summary>
sealed class VirtualClock
{
    static readonly DateTimeOffset Beginning = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly List<EngineTime> _engines = [];
    TimeSpan _monotonic;
    TimeSpan _offset;

    /// <summary>The wall clock.</summary>
    public DateTimeOffset Now => Beginning + _monotonic + _offset;

    /// <summary>When the next timer of a living engine fires, from now; null when none is set.</summary>
    public TimeSpan? NextTimer => Next() is { } next ? Max(next.Due - _monotonic, TimeSpan.Zero) : null;

    /// <summary>The time of an engine, whose timers end with it.</summary>
    public EngineTime NewEngine()
    {
        var time = new EngineTime(this);
        _engines.Add(time);
        return time;
    }

    /// <summary>Lets time pass on both clocks, firing what is due on the way, in order.</summary>
    public void Advance(TimeSpan span)
    {
        var end = _monotonic + span;
        while (Next() is { } next && next.Due <= end)
        {
            _monotonic = Max(_monotonic, next.Due);
            next.Fire();
        }

        _monotonic = end;
    }

    /// <summary>Sets the wall clock forward or back; also what a machine's sleep does to it.</summary>
    public void SetWall(TimeSpan by) => _offset += by;

    EngineTime.VirtualTimer? Next()
    {
        EngineTime.VirtualTimer? next = null;
        foreach (var engine in _engines)
        {
            foreach (var timer in engine.Armed)
            {
                next = next is null || timer.Due < next.Due ? timer : next;
            }
        }

        return next;
    }

    static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>What one engine sees of the clocks.</summary>
    internal sealed class EngineTime(VirtualClock clock) : TimeProvider
    {
        public List<VirtualTimer> Armed { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => clock.Now;

        public override long GetTimestamp() => clock._monotonic.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new VirtualTimer(this, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        /// <summary>Ends with its engine: no timer fires any more.</summary>
        public void Discard()
        {
            Armed.Clear();
            clock._engines.Remove(this);
        }

        /// <summary>A timer by the monotonic clock.</summary>
        internal sealed class VirtualTimer(EngineTime owner, TimerCallback callback, object? state) : ITimer
        {
            TimeSpan _period;

            public TimeSpan Due { get; private set; }

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                owner.Armed.Remove(this);
                _period = period;
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = owner.Monotonic + dueTime;
                    owner.Armed.Add(this);
                }

                return true;
            }

            public void Fire()
            {
                Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
                callback(state);
            }

            public void Dispose() => owner.Armed.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }

        TimeSpan Monotonic => clock._monotonic;
    }
}
