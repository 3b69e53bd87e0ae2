namespace Aidp.Embedded.DurableTask.Client;

/// <summary>What a purge removed.</summary>
public class PurgeResult(int count, bool? isComplete)
{
    /// <summary>A result of which nothing more is known.</summary>
    public PurgeResult(int count)
        : this(count, null)
    {
    }

    /// <summary>The number of instances removed.</summary>
    public int PurgedInstanceCount { get; } = count;

    /// <summary>Whether nothing is left that the filter matches; null when unknown.</summary>
    public bool? IsComplete { get; } = isComplete;
}
