using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Dispatch;

/// <summary>One attempt at one activity call, waiting or running.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source holds no timer and no handle, and a late cancellation must not throw.")]
sealed class ActivityRun(string instanceId, string executionId, TaskScheduledEvent call, int attempt)
{
    readonly CancellationTokenSource _cancel = new();

    /// <summary>The id of the caller.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The execution that called.</summary>
    public string ExecutionId { get; } = executionId;

    /// <summary>The call.</summary>
    public TaskScheduledEvent Call { get; } = call;

    /// <summary>1, and one more for every time that an engine ended while it ran.</summary>
    public int Attempt { get; } = attempt;

    /// <summary>The span of the call.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>Ends when the activity has.</summary>
    public TaskCompletionSource Ended { get; } = new();

    /// <summary>Cancelled when nobody wants the answer any more.</summary>
    public CancellationToken Cancellation => _cancel.Token;

    /// <summary>Whether nobody wants the answer any more.</summary>
    public bool IsCancelled => _cancel.IsCancellationRequested;

    /// <summary>Cancels it without running its callbacks on the caller's thread.</summary>
    public void Cancel() => _ = _cancel.CancelAsync();
}
