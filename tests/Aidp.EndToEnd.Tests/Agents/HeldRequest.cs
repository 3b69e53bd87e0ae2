namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>The first request to the model that <paramref name="matches"/> is never answered: the agent waits for as long as it lives.</summary>
sealed class HeldRequest(Func<string, bool> matches)
{
    readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _isTaken;

    /// <summary>Completes when the agent waits.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Completes when the agent has closed the connection, as it does when it dies.</summary>
    public Task Abandoned => _abandoned.Task;

    /// <summary>Whether this is the request to hold.</summary>
    public bool Takes(string body) => matches(body) && Interlocked.Exchange(ref _isTaken, 1) == 0;

    /// <summary>Waits for the agent to give up.</summary>
    public async Task HoldAsync(CancellationToken aborted)
    {
        _arrived.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _abandoned.TrySetResult();
    }
}
