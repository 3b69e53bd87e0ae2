using System.Globalization;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Configuration;

/// <summary>Sizes as people write them: <c>60KB</c>, <c>512MB</c>, <c>1GB</c> (of 1024), or a number of bytes.</summary>
public static partial class SizeText
{
    /// <summary>The form, as a regular expression that JSON Schema has too.</summary>
    internal const string Pattern = "^[0-9]{1,9}(KB|MB|GB)$";

    static readonly (string Unit, int Shift)[] _units = [("GB", 30), ("MB", 20), ("KB", 10)];

    /// <summary>The number of bytes, or null when it is no size.</summary>
    public static long? TryParse(string text) => Form().IsMatch(text)
        ? long.Parse(text.AsSpan()[..^2], CultureInfo.InvariantCulture) << Array.Find(_units, unit => text.EndsWith(unit.Unit, StringComparison.Ordinal)).Shift
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    /// <summary>The shortest exact form.</summary>
    public static string Format(long bytes)
    {
        foreach (var (unit, shift) in _units)
        {
            if (bytes > 0 && bytes % (1L << shift) == 0)
            {
                return (bytes >> shift).ToString(CultureInfo.InvariantCulture) + unit;
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
