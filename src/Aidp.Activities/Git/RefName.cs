namespace Aidp.Activities.Git;

/// <summary>The names of Aidp's own refs, all outside what a clone or a push takes along.</summary>
static class RefName
{
    /// <summary>The journal of a run.</summary>
    public static string Journal(string run) => $"refs/aidp/runs/{Encode(run)}";

    /// <summary>The commit of a run that is meant for the user's repository.</summary>
    public static string Published(string run) => $"refs/aidp/published/{Encode(run)}";

    /// <summary>What dead attempts of a run left.</summary>
    public static string Salvage(string run) => $"refs/aidp/salvage/{Encode(run)}";

    /// <summary>The user's branch for a slug.</summary>
    public static string Branch(string slug) => $"refs/heads/aidp/{slug}";

    /// <summary>An id as a part of a ref or a file name: git refuses ':', two dots and a '.lock' at the end (git-check-ref-format).</summary>
    public static string Encode(string id) => id
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(":", "%3a", StringComparison.Ordinal)
        .Replace(".", "%2e", StringComparison.Ordinal)
        .Replace("/", "%2f", StringComparison.Ordinal);
}
