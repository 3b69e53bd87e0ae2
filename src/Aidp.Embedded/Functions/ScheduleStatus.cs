namespace Aidp.Embedded.Functions;

/// <summary>The occurrences of a schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The one before.</summary>
    public DateTime Last { get; set; }

    /// <summary>The one to come.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this was last written.</summary>
    public DateTime LastUpdated { get; set; }
}
