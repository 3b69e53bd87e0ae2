using System.Globalization;
using System.Text;

namespace Aidp.Activities.Configuration;

/// <summary>Shows text of others as it is: what would move the cursor, hide or turn other text becomes visible.</summary>
public static class VisibleText
{
    /// <summary>The text with control, formatting and unassigned characters as <c>\u{...}</c>; a tab stays, and a line break only when asked for.</summary>
    public static string Of(string text, bool keepLines = false)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var plain = rune.Value == '\t' || (keepLines && rune.Value == '\n')
                || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
            if (plain)
            {
                shown.Append(rune.ToString());
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return shown.ToString();
    }
}
