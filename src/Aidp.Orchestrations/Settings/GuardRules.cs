using System.Globalization;
using System.Text.RegularExpressions;

namespace Aidp.Orchestrations.Settings;

/// <summary>What a guard policy must hold to: what git would silently read as no pattern at all is refused, since it would guard nothing.</summary>
public static partial class GuardRules
{
    /// <summary>The most patterns of one list.</summary>
    public const int MostPatterns = 100;

    /// <summary>The longest pattern or path, in characters.</summary>
    public const int MostPatternCharacters = 200;

    /// <summary>The most that a limit of lines or files can be set to.</summary>
    public const int MostLimit = 10_000_000;

    /// <summary>A pattern that git understands: no comment, no space at its end, brackets closed, nothing above the repository.</summary>
    public const string Pattern = @"^(?!#)(?!!$)(?!.*(^|/)\.\.(/|$))(?:[^\x00-\x1f\[\\]|\\[^\x00-\x1f]|\[[!^]?\]?[^\]\x00-\x1f]+\])*(?<! )$";

    /// <summary>A path inside the repository, which is no pattern.</summary>
    public const string Name = @"^(?!/)(?!.*(^|/)\.\.?(/|$))[^\x00-\x1f*?\[\]\\!]+$";

    /// <summary>What is wrong with a policy; null when nothing is.</summary>
    public static string? ProblemOf(GuardSettings guard)
    {
        ArgumentNullException.ThrowIfNull(guard);
        return PatternProblem("include", guard.Include)
            ?? PatternProblem("exclude", guard.Exclude)
            ?? PatternProblem("confirm", guard.Confirm)
            ?? NameProblem(guard.AllowProtected)
            ?? LimitProblem("max_lines_per_commit", guard.MaxLinesPerCommit)
            ?? LimitProblem("max_files", guard.MaxFiles);
    }

    static string? PatternProblem(string list, IReadOnlyList<string> patterns) =>
        patterns.Count > MostPatterns ? Text($"{list} may hold {MostPatterns} patterns")
        : Wrong(patterns, PatternForm()) is { } wrong ? $"'{BoundedText.Cut(wrong, 60)}' in {list} is no pattern that git understands"
        : null;

    static string? NameProblem(IReadOnlyList<string> names) =>
        names.Count > MostPatterns ? Text($"allow_protected may hold {MostPatterns} names")
        : Wrong(names, NameForm()) is { } wrong ? $"'{BoundedText.Cut(wrong, 60)}' in allow_protected is no path of a file or folder; patterns do not count there"
        : null;

    static string? LimitProblem(string name, int? limit) => limit is < 1 or > MostLimit ? Text($"{name} must be 1 to {MostLimit}") : null;

    static string? Wrong(IEnumerable<string?> texts, Regex form) =>
        texts.Select(static text => text ?? "").FirstOrDefault(text => text.Length is 0 or > MostPatternCharacters || !form.IsMatch(text));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex PatternForm();

    [GeneratedRegex(Name, RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
