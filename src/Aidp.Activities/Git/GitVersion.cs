using System.Text.RegularExpressions;

namespace Aidp.Activities.Git;

/// <summary>The versions of git that have what Aidp uses.</summary>
static partial class GitVersion
{
    /// <summary>The oldest one: 2.29 brought <c>fetch --no-write-fetch-head</c>, and 2.30 is what Debian 11 has.</summary>
    public static readonly Version Minimum = new(2, 30);

    /// <summary>Throws when the text of <c>git version</c> names an older one.</summary>
    public static void Check(string text)
    {
        var found = Number().Match(text);
        if (!found.Success || Version.Parse(found.Value) < Minimum)
        {
            throw new GitException($"Aidp needs git {Minimum} or later, and found '{text}'. Install a newer one, or put it first in PATH.");
        }
    }

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
