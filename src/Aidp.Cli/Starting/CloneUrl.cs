using System.Text.RegularExpressions;

namespace Aidp.Cli.Starting;

/// <summary>The address from which git clones a repository on any machine.</summary>
static partial class CloneUrl
{
    /// <summary>Whether a text is such an address and not a path.</summary>
    public static bool IsOne(string text) => Url().IsMatch(text) || Scp().IsMatch(text);

    /// <summary>Returns the address.</summary>
    /// <exception cref="CommandException">It holds a secret: it would stand in histories.</exception>
    public static string Check(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.UserInfo.Contains(':', StringComparison.Ordinal) || (parsed.UserInfo.Length > 0 && parsed.Scheme is ("http" or "https")))
        ? throw new CommandException(ExitCodes.Usage, "The clone URL holds a user name or a password, and would be kept in the run's history. Use one without; the host has keys of its own.")
        : url;

    [GeneratedRegex(@"\A(https?|ssh|git|file)://", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    // git@example.org:owner/name; a path has a slash before any colon, or none.
    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[^/].*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scp();
}
