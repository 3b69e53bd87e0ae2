using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Configuration;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>30d</c>.</summary>
public static partial class DurationText
{
    /// <summary>The form, as a regular expression that JSON Schema has too.</summary>
    internal const string Pattern = "^(?=.)([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

    /// <summary>The duration, or null when it is none.</summary>
    public static TimeSpan? TryParse(string text) => Form().Match(text) is { Success: true } match
        ? TimeSpan.FromDays(Number(match.Groups[1])) + TimeSpan.FromHours(Number(match.Groups[2])) + TimeSpan.FromMinutes(Number(match.Groups[3])) + TimeSpan.FromSeconds(Number(match.Groups[4]))
        : null;

    /// <summary>The shortest form, in whole seconds.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        foreach (var (count, unit) in new[] { (duration.Days, 'd'), (duration.Hours, 'h'), (duration.Minutes, 'm'), (duration.Seconds, 's') })
        {
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan[..^1], CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
