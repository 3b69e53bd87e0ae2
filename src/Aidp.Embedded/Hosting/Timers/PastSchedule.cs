using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>What a remembered schedule means after a restart.</summary>
static class PastSchedule
{
    /// <summary>How far ahead a remembered run may be: what a clock that is kept in time sets itself back by, and more.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    /// <summary>The state of a schedule that begins now.</summary>
    internal static ScheduleStatus Fresh(TimerSchedule schedule, DateTime now) => new() { Next = schedule.GetNext(now), LastUpdated = now };

    /// <summary>What was remembered, unless the expression has changed since: then what the new one says, without an occurrence in the past.</summary>
    internal static ScheduleStatus Reconcile(ScheduleStatus? remembered, TimerSchedule schedule, DateTime now)
    {
        if (remembered is null || IsAhead(remembered, now))
        {
            return Fresh(schedule, now);
        }

        var since = remembered.Last != default ? remembered.Last : remembered.LastUpdated;
        var expected = schedule.GetNext(since);
        if (remembered.Next == expected)
        {
            return remembered;
        }

        return now > expected ? Fresh(schedule, now) : new() { Next = expected, LastUpdated = since };
    }

    /// <summary>Whether a state is of a time that has not come: the clock was far ahead then, and waiting for it would be standing still.</summary>
    internal static bool IsAhead(ScheduleStatus status, DateTime now) => status.LastUpdated > now + Tolerance;
}
