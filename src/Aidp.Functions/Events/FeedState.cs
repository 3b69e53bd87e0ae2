namespace Aidp.Functions.Events;

/// <summary>What a feed knows at one moment.</summary>
sealed class FeedState
{
    readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Which execution of the work loop the events are of.</summary>
    public long Generation { get; init; }

    /// <summary>The events.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    /// <summary>How the run stands; null before it was found.</summary>
    public RunEvent.Stands? Standing { get; init; }

    /// <summary>The newest output of the step that runs.</summary>
    public OutputWindow? Window { get; init; }

    /// <summary>Whether nothing follows: the run has ended or is gone, or it cannot be followed any more.</summary>
    public bool Closed { get; init; }

    /// <summary>Whether there is no such run any more.</summary>
    public bool Gone { get; init; }

    /// <summary>Ends when the feed knows more.</summary>
    public Task Replaced => _replaced.Task;

    /// <summary>Says that the feed knows more.</summary>
    public void Replace() => _replaced.TrySetResult();
}
