namespace Aidp.Activities.Prompts;

/// <summary>One part of a prompt.</summary>
/// <param name="Name">Its name, under which <c>.aidp/prompts/&lt;name&gt;.md</c> replaces <paramref name="Heading"/>.</param>
/// <param name="Heading">What stands above the content.</param>
/// <param name="Content">The content; a part without any is left out.</param>
/// <param name="Share">How much of the prompt it may take, in percent.</param>
/// <param name="Rank">Who is served first when there is not room for all, from 1.</param>
/// <param name="IsFenced">Whether the content comes from elsewhere and is set apart from what we say.</param>
sealed record PromptSection(string Name, string Heading, string Content, int Share, int Rank, bool IsFenced = true)
{
    const string Placeholder = "{{text}}";

    /// <summary>The file that has the whole content when it does not fit, and which the part then names; null when the rest is left out.</summary>
    public string? File { get; init; }

    /// <summary>Says that the content is only a beginning, and where the whole is; empty when it is all there.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether all of the content fits into so many bytes.</summary>
    public bool Fits(int maximumBytes, IReadOnlyDictionary<string, string> templates) => Utf8Text.Count(Render(int.MaxValue, templates)) <= maximumBytes;

    /// <summary>The part as it is when only the beginning of its content fits.</summary>
    public PromptSection Beginning() => this with
    {
        Note = $"This is only the beginning. The whole, {Utf8Text.Count(Content)} bytes, is in the file {File}: read all of it first.",
    };

    /// <summary>The part's text, at most so many bytes of UTF-8; empty when not even its frame fits.</summary>
    public string Render(int maximumBytes, IReadOnlyDictionary<string, string> templates)
    {
        var heading = templates.TryGetValue(Name, out var template) ? template.TrimEnd() : Heading;
        var (before, after) = heading.IndexOf(Placeholder, StringComparison.Ordinal) is >= 0 and var at
            ? (heading[..at].TrimEnd(), heading[(at + Placeholder.Length)..].TrimStart())
            : (heading, "");
        before = Note.Length == 0 ? before : $"{before}{(before.Length > 0 ? "\n\n" : "")}{Note}";
        var fence = IsFenced ? Fence.For(Content) : null;
        var frame = Join(before, fence is null ? "" : $"{fence}text\n", fence ?? "", after);
        var room = maximumBytes - Utf8Text.Count(frame) - 2;
        return room < Math.Min(Utf8Text.Count(Content), Utf8Text.LongestMarker + 1)
            ? ""
            : Join(before, fence is null ? "" : $"{fence}text\n", Utf8Text.Cut(Content, room) + (fence is null ? "" : $"\n{fence}"), after);
    }

    static string Join(string before, string open, string body, string after) =>
        $"{before}{(before.Length > 0 ? "\n\n" : "")}{open}{body}\n{(after.Length > 0 ? $"\n{after}\n" : "")}";
}
