using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>What a remembered schedule means after a restart.</summary>
static class PastSchedule
{
    /// <summary>The state of a schedule that begins now.</summary>
    internal static ScheduleStatus Fresh(TimerSchedule schedule, DateTime now) => new() { Next = schedule.GetNext(now), LastUpdated = now };

    /// <summary>What was remembered, unless the expression has changed since: then what the new one says, without an occurrence in the past.</summary>
    internal static ScheduleStatus Reconcile(ScheduleStatus? remembered, TimerSchedule schedule, DateTime now)
    {
        if (remembered is null)
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
}
