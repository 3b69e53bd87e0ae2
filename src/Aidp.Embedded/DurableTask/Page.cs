namespace Aidp.Embedded.DurableTask;

/// <summary>One page of a longer sequence.</summary>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    /// <summary>The values of this page.</summary>
    public IReadOnlyList<T> Values { get; } = values;

    /// <summary>Where the next page begins; null after the last one.</summary>
    public string? ContinuationToken { get; } = continuationToken;
}
