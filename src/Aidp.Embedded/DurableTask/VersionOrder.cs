namespace Aidp.Embedded.DurableTask;

/// <summary>The order of orchestration versions, as the real host compares them.</summary>
static class VersionOrder
{
    /// <summary>Whether a version is newer than what a host runs; a host without a version runs any.</summary>
    public static bool IsNewer(string? version, string? own) => own is not null && Compare(version, own) > 0;

    /// <summary>Compares as version numbers where both are such, else as text without regard to case; none is the oldest.</summary>
    public static int Compare(string? a, string? b) => (string.IsNullOrWhiteSpace(a), string.IsNullOrWhiteSpace(b)) switch
    {
        (true, true) => 0,
        (true, false) => -1,
        (false, true) => 1,
        _ => System.Version.TryParse(a, out var x) && System.Version.TryParse(b, out var y)
            ? x.CompareTo(y)
            : string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
    };
}
