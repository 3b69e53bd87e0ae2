using System.Text.RegularExpressions;

namespace Aidp.Activities.Checks.Output;

/// <summary>Names a failure so that it is the same in the next iteration: without places that move and values that change.</summary>
static partial class FailureIdentity
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaximumLength = 120;

    /// <summary>The name of a failure that a line speaks of.</summary>
    /// <param name="text">What was found in the line.</param>
    /// <param name="folder">The folder that the check ran in, which is left out of paths.</param>
    public static string Of(string text, string folder)
    {
        var name = text.Replace(folder + "/", "", StringComparison.Ordinal);
        name = Temporary().Replace(name, "<temp>");
        name = Guids().Replace(name, "<id>");
        name = Address().Replace(name, "<address>");
        name = Time().Replace(name, "<time>");
        name = Duration().Replace(name, "");
        name = Place().Replace(name, "$1");
        name = LineNumber().Replace(name, "line <n>");
        name = Space().Replace(name, " ").Trim();
        return name.Length <= MaximumLength ? name : name[..(char.IsHighSurrogate(name[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength)];
    }

    [GeneratedRegex(@"(?:/private)?(?:/var/folders|/var/tmp|/tmp)/[^\s:'"")\]]+", RegexOptions.NonBacktracking)]
    private static partial Regex Temporary();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Guids();

    [GeneratedRegex(@"\b0x[0-9a-fA-F]+\b", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?Z?\b", RegexOptions.NonBacktracking)]
    private static partial Regex Time();

    [GeneratedRegex(@"[\[(]?<?\b\d+(?:[.,]\d+)? ?(?:ms|µs|us|ns|s|sec|secs|seconds|m|min)\b[\])]?", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();

    // file.cs(12,5), file.py:12:5, file.rb:12
    [GeneratedRegex(@"(\.[A-Za-z]\w*)(?:\(\d+(?:,\d+)*\)|:\d+(?::\d+)?)", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex(@"\bline \d+\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
