namespace Aidp.Functions.Events;

/// <summary>The time of one stream.</summary>
sealed class EventClock(EventOptions options, TimeProvider time)
{
    readonly long _begun = time.GetTimestamp();

    /// <summary>Whether the stream has lasted long enough.</summary>
    public bool IsOver => time.GetElapsedTime(_begun) >= options.Longest;

    /// <summary>Whether a stream that has been silent since a moment must show that it is alive.</summary>
    public bool IsDue(long silentSince) => time.GetElapsedTime(silentSince) >= options.Heartbeat;

    /// <summary>Waits until something ends, at most for a heartbeat or the rest of the stream; false when it did not end.</summary>
    public async Task<bool> WaitAsync(Task happening, CancellationToken cancellation)
    {
        var rest = options.Longest - time.GetElapsedTime(_begun);
        try
        {
            await happening.WaitAsync(rest < options.Heartbeat ? (rest > TimeSpan.Zero ? rest : TimeSpan.Zero) : options.Heartbeat, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
