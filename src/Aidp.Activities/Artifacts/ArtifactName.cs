using System.Globalization;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Artifacts;

/// <summary>The name of an artifact, <c>runs/&lt;run&gt;/&lt;iteration&gt;/&lt;file&gt;</c>, of which every part is safe as the name of a file or a blob.</summary>
public sealed partial record ArtifactName
{
    const string Root = "runs";

    ArtifactName(string run, int iteration, string file) => (Run, Iteration, File) = (run, iteration, file);

    /// <summary>The run that it belongs to.</summary>
    public string Run { get; }

    /// <summary>The iteration that it belongs to; 0 before the first.</summary>
    public int Iteration { get; }

    /// <summary>Its own name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, at most 150, not beginning with a dot.</summary>
    public string File { get; }

    /// <summary>A name made of its parts.</summary>
    /// <exception cref="ArgumentException">A part is not allowed.</exception>
    public static ArtifactName Of(string run, int iteration, string file) =>
        iteration is < 0 or > 9_999_999 ? throw new ArgumentException($"{iteration} is not an iteration.", nameof(iteration))
        : !FilePattern().IsMatch(file) ? throw new ArgumentException($"'{file}' is not a name for an artifact: use letters, digits, '.', '_' and '-', at most 150, not beginning with a dot.", nameof(file))
        : new(Checked(run), iteration, file);

    /// <summary>The name that stands in a result or a request.</summary>
    /// <exception cref="ArgumentException">It is not the name of an artifact.</exception>
    public static ArtifactName Parse(string name) =>
        name.Split('/') is [Root, var run, var iteration, var file] && int.TryParse(iteration, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && iteration == number.ToString(CultureInfo.InvariantCulture)
            ? Of(run, number, file)
            : throw new ArgumentException($"'{name}' is not the name of an artifact: runs/<run>/<iteration>/<file> is expected.", nameof(name));

    /// <summary>The same name, or null when it is not one.</summary>
    public static ArtifactName? TryParse(string name)
    {
        try
        {
            return Parse(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Any text as a part of a file name: what is not allowed becomes a dash; texts that differ may come out the same.</summary>
    public static string Slug(string text)
    {
        var slug = NotAllowed().Replace(text.ToLowerInvariant(), "-").Trim('-', '.');
        return slug.Length == 0 ? "unnamed" : slug.Length > 60 ? slug[..60] : slug;
    }

    /// <summary>The prefix that the names of a run, or of one of its iterations, have.</summary>
    public static string Prefix(string run, int? iteration = null) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{Checked(run)}/{(iteration is { } number ? $"{number}/" : "")}");

    /// <inheritdoc />
    public override string ToString() => Prefix(Run, Iteration) + File;

    static string Checked(string run) => RunPattern().IsMatch(run) && run.Trim('.').Length > 0
        ? run
        : throw new ArgumentException($"'{run}' is not the id of a run: lower-case letters, digits, ':', '.', '_' and '-', at most 100.", nameof(run));

    [GeneratedRegex(@"\A[a-z0-9:._-]{1,100}\z")]
    private static partial Regex RunPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,149}\z")]
    private static partial Regex FilePattern();

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex NotAllowed();
}
