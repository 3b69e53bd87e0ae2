using System.Text.RegularExpressions;

namespace Aidp.Cli.Starting;

/// <summary>The address from which git clones a repository on any machine.</summary>
static partial class CloneUrl
{
    /// <summary>Whether a text is such an address and not a path.</summary>
    public static bool IsOne(string text) => Url().IsMatch(text) || Scp().IsMatch(text);

    /// <summary>Returns the address.</summary>
    /// <exception cref="CommandException">It holds a secret, which would stand in histories, or wants a key of ssh, which no host has.</exception>
    public static string Check(string url) => HoldsSecret(url)
        ? throw new CommandException(ExitCodes.Usage, "The clone URL holds a user name or a password, and would be kept in the run's history. Use one without; the host has credentials of its own (git_credentials in its settings).")
        : OverHttps(url) is { } readable
        ? throw new CommandException(ExitCodes.Usage, $"The host has no keys for ssh, which '{url}' wants. Give the address of the same repository that it can read: --repo {readable}, with --commit ID for another commit than its HEAD.")
        : url;

    static bool HoldsSecret(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.UserInfo.Contains(':', StringComparison.Ordinal) || (parsed.UserInfo.Length > 0 && parsed.Scheme is ("http" or "https")));

    /// <summary>The address of the same repository without ssh; null when it is not one of ssh.</summary>
    static string? OverHttps(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == "ssh" ? $"https://{parsed.Host}{parsed.AbsolutePath}"
        : Scp().IsMatch(url) && url.Split(':', 2) is [var server, var path] ? $"https://{server.Split('@')[1]}/{path}"
        : null;

    [GeneratedRegex(@"\A(https?|ssh|git|file)://", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    // git@example.org:owner/name; a path has a slash before any colon, or none.
    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[^/].*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scp();
}
