namespace Aidp.Orchestrations.WorkLoop;

/// <summary>
/// The part of <see cref="LoopStatus"/> that a running step watches: an activity that runs an agent, a check or setup commands reads
/// the custom status of <see cref="Steps.StepContext.Instance"/> as this record before it launches and every second after.
/// It ends its process tree, keeps what it has and returns the outcome <c>cancelled</c> when <see cref="Cancelling"/> is true, or when the
/// instance is terminated, has ended or is not there. Activities that commit, publish or clean up do not watch it: they keep the work.
/// </summary>
public sealed record CancellationFlag
{
    /// <summary>Whether the step is to end; the same name and meaning as <see cref="LoopStatus.Cancelling"/>.</summary>
    public bool Cancelling { get; init; }
}
