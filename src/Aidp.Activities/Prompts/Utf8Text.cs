using System.Globalization;
using System.Text;

namespace Aidp.Activities.Prompts;

/// <summary>Texts measured in bytes of UTF-8 and cut between characters.</summary>
static class Utf8Text
{
    /// <summary>The most bytes that the note about a cut takes.</summary>
    public const int LongestMarker = 48;

    /// <summary>The length in bytes.</summary>
    public static int Count(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>The text, or its beginning and a note of how much is left out, in at most so many bytes.</summary>
    public static string Cut(string text, int maximumBytes)
    {
        var total = Count(text);
        if (total <= maximumBytes)
        {
            return text;
        }

        var beginning = Beginning(text, Math.Max(0, maximumBytes - LongestMarker));
        return string.Create(CultureInfo.InvariantCulture, $"{beginning}\n[... {total - Count(beginning)} more bytes are left out]");
    }

    /// <summary>As many whole characters as fit.</summary>
    public static string Beginning(string text, int maximumBytes)
    {
        int length = 0, bytes = 0;
        while (length < text.Length)
        {
            var element = StringInfo.GetNextTextElementLength(text.AsSpan(length));
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(length, element));
            if (bytes > maximumBytes)
            {
                break;
            }

            length += element;
        }

        return text[..length];
    }
}
