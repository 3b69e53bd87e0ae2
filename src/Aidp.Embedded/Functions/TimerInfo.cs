namespace Aidp.Embedded.Functions;

/// <summary>What a scheduled function knows about its schedule.</summary>
public class TimerInfo
{
    /// <summary>The occurrences around this one; null when the schedule is not remembered.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether it runs later than it should have.</summary>
    public bool IsPastDue { get; set; }
}
