namespace Aidp.Embedded.Replay;

/// <summary>Whether present code makes the decisions that a history recorded, and if not, where they part.</summary>
/// <param name="Recorded">What the history says; null when the decisions are the same.</param>
/// <param name="Replayed">What the code does; null when the decisions are the same.</param>
/// <param name="Position">The event at which they part, from 0; null when the decisions are the same.</param>
/// <param name="Explanation">Both sides and what helps.</param>
public sealed record ReplayVerdict(string? Recorded, string? Replayed, int? Position, string Explanation)
{
    /// <summary>The decisions are the same.</summary>
    public static ReplayVerdict Same { get; } = new(null, null, null, "The code makes the same decisions as the history records.");

    /// <summary>Whether the decisions are the same.</summary>
    public bool IsSame => Position is null;
}
