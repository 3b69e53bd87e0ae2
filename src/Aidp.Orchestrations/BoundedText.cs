using System.Globalization;

namespace Aidp.Orchestrations;

/// <summary>Texts of others, cut to a size that can be stored and shown.</summary>
static class BoundedText
{
    const string Ellipsis = "...";

    /// <summary>Cuts a text so that its JSON form has at most so many characters: what JSON escapes counts six-fold. Null stays null.</summary>
    public static string? Cut(string? text, int mostCharacters)
    {
        if (text is null || (text.Length * 6 <= mostCharacters))
        {
            return text;
        }

        var size = 0;
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            size += Size(rune);
            if (size > mostCharacters)
            {
                return text[..end] + Ellipsis;
            }

            // The cut leaves room for the dots.
            end += size <= mostCharacters - Ellipsis.Length ? rune.Utf16SequenceLength : 0;
        }

        return text;
    }

    /// <summary>The first line of a text without control characters.</summary>
    public static string Line(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        var line = end < 0 ? text : text[..end];
        return string.Concat(line.Where(character => !char.IsControl(character))).Trim();
    }

    /// <summary>A time of day for a person.</summary>
    public static string Time(DateTime utc) => utc.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    static int Size(System.Text.Rune rune) =>
        rune.IsAscii && rune.Value >= 0x20 && rune.Value != 0x7f && !"\"\\<>&'+`".Contains((char)rune.Value, StringComparison.Ordinal) ? 1 : 6 * rune.Utf16SequenceLength;
}
