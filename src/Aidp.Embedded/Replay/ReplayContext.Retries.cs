using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Replay;

sealed partial class ReplayContext
{
    Task<T> RetryingAsync<T>(Func<Task<T>> call, TaskRetryOptions? retry) => retry switch
    {
        { Policy: { } policy } => RetryByPolicyAsync(call, policy),
        { Handler: { } handler } => RetryByHandlerAsync(call, handler),
        _ => call(),
    };

    async Task<T> RetryByPolicyAsync<T>(Func<Task<T>> call, RetryPolicy policy)
    {
        var began = _now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (attempt < policy.MaxNumberOfAttempts && IsWorthRetrying(policy, e.FailureDetails, began))
            {
            }

            await CreateTimer(_now + Wait(policy, attempt), CancellationToken.None);
        }
    }

    async Task<T> RetryByHandlerAsync<T>(Func<Task<T>> call, AsyncRetryHandler handler)
    {
        var began = _now;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (!e.FailureDetails.IsNonRetriable)
            {
                if (!await handler(new RetryContext(this, attempt, e.FailureDetails, _now - began, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    bool IsWorthRetrying(RetryPolicy policy, TaskFailureDetails failure, DateTime began) =>
        !failure.IsNonRetriable
        && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || _now - began < policy.RetryTimeout)
        && policy.Retries(failure);

    static TimeSpan Wait(RetryPolicy policy, int attempt)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return policy.MaxRetryInterval != Timeout.InfiniteTimeSpan && milliseconds > policy.MaxRetryInterval.TotalMilliseconds
            ? policy.MaxRetryInterval
            : TimeSpan.FromMilliseconds(Math.Min(milliseconds, TimeSpan.FromDays(36_500).TotalMilliseconds));
    }
}
