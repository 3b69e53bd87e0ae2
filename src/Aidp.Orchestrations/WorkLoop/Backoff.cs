namespace Aidp.Orchestrations.WorkLoop;

/// <summary>How long to wait before something is tried again.</summary>
static class Backoff
{
    /// <summary>Doubles with every attempt from 1 on, up to a limit, and shortens the wait by up to a half so that runs do not come back together.</summary>
    /// <param name="attempt">Which attempt has just failed, from 1.</param>
    /// <param name="first">The wait after the first.</param>
    /// <param name="most">The longest wait.</param>
    /// <param name="draw">The orchestration's own random number.</param>
    public static TimeSpan After(int attempt, TimeSpan first, TimeSpan most, Guid draw)
    {
        var wait = first * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var whole = wait < most ? wait : most;
        return whole * (1 - (draw.ToByteArray()[15] / 255.0 / 2));
    }
}
