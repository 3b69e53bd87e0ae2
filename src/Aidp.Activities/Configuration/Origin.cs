using System.Globalization;

namespace Aidp.Activities.Configuration;

/// <summary>Where values come from; a later one goes before an earlier one.</summary>
public enum OriginKind
{
    /// <summary>Built in.</summary>
    Default,

    /// <summary>Found out by looking at the repository's files.</summary>
    Detected,

    /// <summary>The user's own file.</summary>
    UserFile,

    /// <summary>The repository's file.</summary>
    RepositoryFile,

    /// <summary>A variable <c>AIDP_...</c>.</summary>
    Environment,

    /// <summary>An option of the command line.</summary>
    CommandLine,
}

/// <summary>Where one value comes from.</summary>
/// <param name="Kind">The layer.</param>
/// <param name="Name">The file's path, the variable's or the option's name; null for a default.</param>
/// <param name="Line">The line in the file, from 1; 0 outside of files.</param>
/// <param name="Column">The column in the line, from 1; 0 outside of files.</param>
public sealed record Origin(OriginKind Kind, string? Name = null, long Line = 0, long Column = 0)
{
    /// <summary>Built in.</summary>
    public static Origin Default { get; } = new(OriginKind.Default);

    /// <summary>For people: <c>aidp.yml:3:5</c>, <c>AIDP_STATE</c>, <c>--agent</c>, <c>default</c>.</summary>
    public override string ToString() => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{Line}:{Column}") : Name ?? Kind.ToString().ToLowerInvariant();
}
