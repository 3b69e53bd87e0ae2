using System.Text.RegularExpressions;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>A line that files a task (<c>File task: "text" priority: high tags: a,b</c>) or updates one (<c>Update task: id status: done reason: "text"</c>).</summary>
static partial class TaskSignalLine
{
    const int LongestText = 200;
    const int MostTags = 10;
    const int LongestTag = 40;

    /// <summary>The signal; null when the line is none.</summary>
    public static TaskSignal? Parse(string line) =>
        FileText().Match(line) is { Success: true } file ? Filed(file)
        : UpdateText().Match(line) is { Success: true } update ? Updated(update)
        : null;

    static TaskSignal? Filed(Match match) => Unescape(match.Groups["text"].Value) is { Length: > 0 } text
        ? new TaskSignal
        {
            Text = Cut(text),
            Priority = match.Groups["priority"] is { Success: true } priority ? Lower(priority) : "medium",
            Status = "pending",
            Tags = [.. match.Groups["tags"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(tag => tag.Length <= LongestTag).Distinct().Take(MostTags)],
        }
        : null;

    static TaskSignal Updated(Match match) => new()
    {
        Id = match.Groups["id"].Value,
        Status = Lower(match.Groups["status"]),
        Reason = match.Groups["reason"] is { Success: true } reason && Unescape(reason.Value) is { Length: > 0 } text ? Cut(text) : null,
    };

    static string Unescape(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal).Trim();

    static string Cut(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1), "…");

    // Words of the grammar, matched in any case; the records hold them as the grammar has them.
    static string Lower(Group group) => string.Create(group.Length, group.Value, (into, from) => from.AsSpan().ToLowerInvariant(into));

    [GeneratedRegex("""^\s*(?:[-*]\s+)?File task:\s*"(?<text>(?:[^"\\]|\\.){1,4000})"(?:\s+priority:\s*(?<priority>high|medium|low)\b)?(?:\s+tags:\s*(?<tags>[^"]{0,500}))?\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex FileText();

    [GeneratedRegex("""^\s*(?:[-*]\s+)?Update task:\s*(?<id>[\w.:-]{1,64})\s+status:\s*(?<status>done|in_progress|pending|abandoned)\b(?:\s+reason:\s*"(?<reason>(?:[^"\\]|\\.){0,4000})")?\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex UpdateText();
}
