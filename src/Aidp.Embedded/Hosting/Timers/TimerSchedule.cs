using System.Globalization;
using NCrontab;

namespace Aidp.Embedded.Hosting;

/// <summary>When a timer function runs, in UTC: an NCRONTAB expression or a constant interval.</summary>
sealed class TimerSchedule
{
    readonly CrontabSchedule? _cron;
    readonly TimeSpan _interval;

    TimerSchedule(CrontabSchedule? cron, TimeSpan interval)
    {
        _cron = cron;
        _interval = interval;
    }

    /// <summary>Whether it recurs within a minute; such a schedule is not remembered across restarts, as on the Functions host.</summary>
    internal bool IsFrequent(DateTime now) => _cron is null
        ? _interval < TimeSpan.FromMinutes(1)
        : GetNext(GetNext(now)) - GetNext(now) < TimeSpan.FromMinutes(1) && GetNext(GetNext(now)) <= now + TimeSpan.FromMinutes(1);

    /// <summary>The first occurrence after a time.</summary>
    internal DateTime GetNext(DateTime after) => _cron is null ? after + _interval : DateTime.SpecifyKind(_cron.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <summary>Reads six fields (with seconds), five (without), or a time span such as <c>00:05:00</c>.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    internal static TimerSchedule Parse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (CrontabSchedule.TryParse(string.Join(' ', fields), new() { IncludingSeconds = fields.Length == 6 }) is { } cron)
        {
            return new(cron, default);
        }

        return TimeSpan.TryParse(expression, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new(null, interval)
            : throw new FormatException($"'{expression}' is neither an NCRONTAB expression of six fields ({{second}} {{minute}} {{hour}} {{day}} {{month}} {{day of week}}) nor a time span.");
    }
}
