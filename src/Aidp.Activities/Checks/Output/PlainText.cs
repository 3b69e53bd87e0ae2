using System.Text;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Checks.Output;

/// <summary>Turns a line that was made for a terminal into what a person would see there at last.</summary>
static partial class PlainText
{
    /// <summary>Longer lines are cut: nobody reads them, and every pattern would have to.</summary>
    public const int MaximumLength = 2000;

    /// <summary>The line without colours and cursor movements, and without what a progress bar wrote over.</summary>
    public static string Of(string line)
    {
        // What a progress bar wrote last is what stands there; of that, the beginning is enough.
        var end = line.TrimEnd('\r');
        var start = end.LastIndexOf('\r') + 1;
        var text = end.Length - start > MaximumLength * 4 ? end.Substring(start, MaximumLength * 4) : end[start..];
        if (text.Contains('\u001b', StringComparison.Ordinal))
        {
            text = Escape().Replace(text, "");
        }

        if (text.Any(character => char.IsControl(character) && character != '\t'))
        {
            text = Clean(text);
        }

        return text.Length > MaximumLength ? text[..MaximumLength] + " [...]" : text;
    }

    static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character == '\b' && clean.Length > 0)
            {
                clean.Length--;
            }
            else if (!char.IsControl(character) || character == '\t')
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    // ECMA-48: control sequences (CSI), operating system commands (OSC), and two-character escapes.
    [GeneratedRegex("\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[ -/]*[0-~])", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
