namespace Aidp.Activities.Processes;

/// <summary>Why a running command must be ended: its time is over, it is silent for too long, or its caller gave it up.</summary>
sealed class Deadline : IDisposable
{
    readonly TaskCompletionSource<ProcessEnd> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TimeSpan _idle;
    readonly ITimer _timeoutTimer;
    readonly ITimer _idleTimer;
    readonly CancellationTokenRegistration _cancelled;

    public Deadline(ProcessCommand command, TimeProvider time, CancellationToken cancellationToken)
    {
        _idle = command.IdleTimeout ?? Timeout.InfiniteTimeSpan;
        _timeoutTimer = time.CreateTimer(_ => _reached.TrySetResult(ProcessEnd.TimedOut), null, command.Timeout, Timeout.InfiniteTimeSpan);
        _idleTimer = time.CreateTimer(_ => _reached.TrySetResult(ProcessEnd.IdleTimedOut), null, _idle, Timeout.InfiniteTimeSpan);
        _cancelled = cancellationToken.Register(() => _reached.TrySetResult(ProcessEnd.Cancelled));
    }

    /// <summary>Completes with the reason; never when the command ends first.</summary>
    public Task<ProcessEnd> Reached => _reached.Task;

    /// <summary>The command must end for another reason.</summary>
    public void Reach(ProcessEnd reason) => _reached.TrySetResult(reason);

    /// <summary>The command has written something.</summary>
    public void Rewind() => _idleTimer.Change(_idle, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _cancelled.Dispose();
        _idleTimer.Dispose();
        _timeoutTimer.Dispose();
    }
}
