namespace Aidp.Activities.Workspaces;

/// <summary>A repository that the host reads from its server and not from a folder.</summary>
static class RemoteLocation
{
    const string File = "file://";

    /// <summary>The protocols that git may use for it, as in <c>GIT_ALLOW_PROTOCOL</c>: those that use no key of the host's user, as ssh does, and take no command from the location, as ext does.</summary>
    public const string Protocols = "https:file";

    /// <summary>The location when it is one of a server; null for a folder.</summary>
    public static string? ServerOf(string location) => IsOne(location) ? location : null;

    /// <summary>The folder that a location means on this machine, however it says so; null when it is elsewhere.</summary>
    public static string? FolderOf(string location) =>
        !IsOne(location) ? location : location.StartsWith(File, StringComparison.Ordinal) ? Uri.UnescapeDataString(location[File.Length..]) : null;

    /// <summary>Whether a location is a clone URL that can be read like this; it holds no user name or password, since it is kept in histories.</summary>
    public static bool IsOne(string location) =>
        (location.StartsWith("https://", StringComparison.Ordinal) || location.StartsWith("file:///", StringComparison.Ordinal))
        && Uri.TryCreate(location, UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && !location.Any(char.IsControl);
}
