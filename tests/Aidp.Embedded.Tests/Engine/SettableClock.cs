namespace Aidp.Embedded.Tests.Engine;

/// <summary>A wall clock that can be set forward and back, while timers run by the machine's own time.</summary>
sealed class SettableClock(DateTimeOffset now) : TimeProvider
{
    long _ticks = now.UtcTicks;

    public void Set(DateTimeOffset time) => Volatile.Write(ref _ticks, time.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);
}
