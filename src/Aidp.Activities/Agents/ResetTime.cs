using System.Globalization;
using System.Text.RegularExpressions;

namespace Aidp.Activities.Agents;

/// <summary>Finds in an error message when trying again makes sense.</summary>
static partial class ResetTime
{
    /// <summary>What lies further ahead is not a reset time but a misreading.</summary>
    static readonly TimeSpan _furthest = TimeSpan.FromDays(40);

    /// <summary>The time, or null when the text names none between <paramref name="now"/> and 40 days later.</summary>
    /// <param name="text">The message.</param>
    /// <param name="now">Where relative times count from; times of day without a zone are in its offset.</param>
    public static DateTimeOffset? Find(string text, DateTimeOffset now) =>
        (Instant(text) ?? Epoch(text) ?? Duration(text, now) ?? TimeOfDay(text, now)) is { } time && time >= now && time - now <= _furthest ? time : null;

    /// <summary>The time that is so many seconds after 1970; null when that is nowhere near now.</summary>
    public static DateTimeOffset? FromEpoch(long seconds, DateTimeOffset now) =>
        seconds > 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() && DateTimeOffset.FromUnixTimeSeconds(seconds) is var time && time >= now && time - now <= _furthest ? time : null;

    static DateTimeOffset? Instant(string text) => IsoText().Match(text) is { Success: true } match
        && DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    static DateTimeOffset? Epoch(string text) => EpochText().Match(text) is { Success: true } match
        ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) : null;

    static DateTimeOffset? Duration(string text, DateTimeOffset now)
    {
        if (DurationText().Match(text) is not { Success: true } match)
        {
            return SecondsText().Match(text) is { Success: true } seconds ? now.AddSeconds(Number(seconds.Groups[1])) : null;
        }

        var total = TimeSpan.Zero;
        for (var i = 0; i < match.Groups["n"].Captures.Count; i++)
        {
            var number = double.Parse(match.Groups["n"].Captures[i].ValueSpan, CultureInfo.InvariantCulture);
            total += match.Groups["unit"].Captures[i].Value switch
            {
                ['d' or 'D', ..] => TimeSpan.FromDays(number),
                ['h' or 'H', ..] => TimeSpan.FromHours(number),
                ['m' or 'M', 's' or 'S', ..] => TimeSpan.FromMilliseconds(number),
                ['m' or 'M', ..] => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return now + total;
    }

    static DateTimeOffset? TimeOfDay(string text, DateTimeOffset now)
    {
        if (ClockText().Match(text) is not { Success: true } match || Number(match.Groups["hour"]) is var hour && hour > 23)
        {
            return null;
        }

        var half = match.Groups["half"].Value;
        var hours = half.Length == 0 ? hour : (hour % 12) + (half[0] is 'p' or 'P' ? 12 : 0);
        var zone = match.Groups["zone"] is { Success: true } named && TimeZoneInfo.TryFindSystemTimeZoneById(named.Value, out var found) ? found : null;
        var local = zone is null ? now : TimeZoneInfo.ConvertTime(now, zone);
        var time = new DateTimeOffset(local.Date, local.Offset).AddHours(hours).AddMinutes(match.Groups["minute"].Success ? Number(match.Groups["minute"]) : 0);
        return time <= now ? time.AddDays(1) : time;
    }

    static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")]
    private static partial Regex IsoText();

    [GeneratedRegex(@"\|(\d{10})\b")]
    private static partial Regex EpochText();

    [GeneratedRegex(@"retry[-_ ]after[""']?[:=\s]+(\d{1,7})\b", RegexOptions.IgnoreCase)]
    private static partial Regex SecondsText();

    [GeneratedRegex(@"\b(?:in|after)\s+(?:(?<n>\d{1,6}(?:\.\d{1,6})?)\s*(?<unit>days?|d|hours?|hrs?|h|minutes?|mins?|milliseconds?|ms|m|seconds?|secs?|s)\b(?:,|\s|and)*)+", RegexOptions.IgnoreCase)]
    private static partial Regex DurationText();

    [GeneratedRegex(@"\b(?:resets?|again)\s+(?:at\s+)?(?<hour>\d{1,2})(?::(?<minute>[0-5]\d))?\s*(?<half>[ap]\.?m\.?)?(?:\s*\((?<zone>[\w/+-]+)\))?", RegexOptions.IgnoreCase)]
    private static partial Regex ClockText();
}
