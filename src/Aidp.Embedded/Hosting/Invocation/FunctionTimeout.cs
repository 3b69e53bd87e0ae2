namespace Aidp.Embedded.Hosting;

/// <summary>How long one invocation may take: <c>functionTimeout</c> of <c>host.json</c>.</summary>
/// <param name="limit">The longest time; null means any.</param>
/// <param name="time">The clock.</param>
sealed class FunctionTimeout(TimeSpan? limit, TimeProvider time)
{
    /// <summary>Runs a function, and cancels and abandons it when it takes too long.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    internal async Task<T> LimitAsync<T>(string name, Func<CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        if (limit is not { } longest)
        {
            return await run(cancellation);
        }

        using var deadline = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var task = run(either.Token);
        try
        {
            // Waits no longer either for a function that does not look at its token.
            return await task.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"Timeout value of {longest} was exceeded by function: {name}. Raise functionTimeout in host.json, or let the function do less at a time.", exception);
        }
    }
}
