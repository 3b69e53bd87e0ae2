namespace Aidp.Orchestrations.Control;

/// <summary>Remembers signals that count once however often they arrive: those whose id begins with <see cref="Once"/>.</summary>
/// <remarks>Recorded histories know no such ids, so they decide as they always did.</remarks>
sealed record SignalMemory
{
    /// <summary>The beginning of an id that counts once.</summary>
    public const string Once = "once-";

    /// <summary>How many of the newest are remembered; who sends one again does so soon.</summary>
    public const int Most = 100;

    IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Whether a signal of this id has arrived before and counts only once.</summary>
    public bool Knows(string? id) => id is not null && Ids.Contains(id, StringComparer.Ordinal);

    /// <summary>The memory after a signal of this id.</summary>
    public SignalMemory After(string? id) =>
        id?.StartsWith(Once, StringComparison.Ordinal) == true && !Knows(id) ? new() { Ids = [.. Ids.TakeLast(Most - 1), id] } : this;
}
