using System.Text;

namespace Aidp.Embedded.Store;

/// <summary>Texts as a column of SQLite gives them back: in valid UTF-8, and without the NUL at which its text ends.</summary>
static class StorableText
{
    /// <summary>The text, with U+FFFD in the place of what cannot be stored.</summary>
    public static string Of(string text)
    {
        var hasSurrogates = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
        var whole = hasSurrogates ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return whole.Replace('\0', '\uFFFD');
    }
}
