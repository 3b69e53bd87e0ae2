namespace Aidp.Embedded.Functions;

/// <summary>Marks the parameter of a function that runs on a schedule.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>An NCRONTAB expression of six fields, a time span, or <c>%setting%</c>.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether it also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether the schedule is remembered across restarts; true by default.</summary>
    public bool UseMonitor { get; set; } = true;
}
