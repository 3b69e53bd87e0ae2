using System.Diagnostics.CodeAnalysis;

namespace Aidp.Embedded.DurableTask;

public abstract partial class TaskOrchestrationContext
{
    /// <summary>A task that ends after a delay, also across restarts.</summary>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) => CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A task that ends at a time, also across restarts.</summary>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>A task that ends with the payload of the next event of a name; the case of the name does not matter.</summary>
    /// <remarks>The latest waiter is served first, and a cancelled one still takes the next event.</remarks>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

    /// <summary>Waits for an event up to a time.</summary>
    /// <exception cref="TaskCanceledException">The time is over.</exception>
    public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => WaitForExternalEvent<T>(eventName, timeout, CancellationToken.None);

    /// <summary>Waits for an event up to a time or until a token is cancelled.</summary>
    /// <exception cref="TaskCanceledException">The time is over, or the token was cancelled.</exception>
    [SuppressMessage("Performance", "CA1849", Justification = "CancelAsync would run the callbacks on another thread than the orchestrator's.")]
    [SuppressMessage("Usage", "VSTHRD103", Justification = "CancelAsync would run the callbacks on another thread than the orchestrator's.")]
    public async Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var timerEnd = new CancellationTokenSource();
        var timer = CreateTimer(timeout, timerEnd.Token);
        using var waitEnd = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var raised = WaitForExternalEvent<T>(eventName, waitEnd.Token);
        var loser = await Task.WhenAny(timer, raised) == raised ? timerEnd : waitEnd;
        loser.Cancel();
        return await raised;
    }

    /// <summary>Raises an event in another orchestration; one that is not there or has ended ignores it.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);
}
