namespace Aidp.Embedded.DurableTask;

/// <summary>A declared rule for retries: how often, how long apart and how long in all.</summary>
public class RetryPolicy
{
    /// <summary>Declares a rule; the number of attempts counts the first one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, the coefficient is below 1, or a limit is below the first interval.</exception>
    public RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfBelow(firstRetryInterval, maxRetryInterval, nameof(maxRetryInterval));
        ThrowIfBelow(firstRetryInterval, retryTimeout, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Attempts in all, the first one included.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The wait before the second attempt.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>The factor by which each wait is longer than the one before; 1 by default.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest wait; 1 hour by default.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>The time after the first attempt at which no retry starts any more; infinite by default.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Says whether a failure is worth a retry; every one is by default.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Retries = value;
    }

    internal Func<TaskFailureDetails, bool> Retries { get; private init; } = static _ => true;

    static void ThrowIfBelow(TimeSpan least, TimeSpan? value, string name)
    {
        if (value < least && value != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, value, $"It must not be shorter than the first retry interval ({least}).");
        }
    }
}
