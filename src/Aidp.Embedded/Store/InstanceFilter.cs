using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Store;

/// <summary>Which instances a listing returns, in the order in which they were made.</summary>
/// <param name="After">The number after which it goes on; 0 begins.</param>
/// <param name="Limit">The most instances.</param>
sealed record InstanceFilter(long After, int Limit)
{
    /// <summary>The states; none means any.</summary>
    public IReadOnlyList<OrchestrationRuntimeStatus> Statuses { get; init; } = [];

    /// <summary>Made at this time or later.</summary>
    public DateTime? CreatedFrom { get; init; }

    /// <summary>Made at this time or earlier.</summary>
    public DateTime? CreatedTo { get; init; }

    /// <summary>Ended at this time or later.</summary>
    public DateTime? CompletedFrom { get; init; }

    /// <summary>Ended at this time or earlier.</summary>
    public DateTime? CompletedTo { get; init; }

    /// <summary>The beginning of the id.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>Whether only instances that have not ended can be among them.</summary>
    public bool IsOfUnfinished => Statuses.Count > 0 && Statuses.All(status => !InstanceRow.IsFinal(status));

    /// <summary>Whether an instance is one of them.</summary>
    public bool Matches(InstanceRow row) =>
        row.Key > After
        && (Statuses.Count == 0 || Statuses.Contains(row.Status))
        && !(row.CreatedAt < CreatedFrom)
        && !(row.CreatedAt > CreatedTo)
        && (CompletedFrom is null || row.CompletedAt >= CompletedFrom)
        && (CompletedTo is null || row.CompletedAt <= CompletedTo)
        && (IdPrefix is null || row.Id.StartsWith(IdPrefix, StringComparison.Ordinal));
}
