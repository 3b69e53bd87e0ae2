namespace Aidp.Embedded.DurableTask.Client;

/// <summary>The states of an orchestration as clients see them.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has begun.</summary>
    Running = 0,

    /// <summary>It returned a result.</summary>
    Completed = 1,

    /// <summary>Not used; it exists for compatibility.</summary>
    ContinuedAsNew = 2,

    /// <summary>It ended with an exception.</summary>
    Failed = 3,

    /// <summary>Not used; it exists for compatibility.</summary>
    Canceled = 4,

    /// <summary>A client ended it.</summary>
    Terminated = 5,

    /// <summary>It has not begun.</summary>
    Pending = 6,

    /// <summary>A client stopped it for a while.</summary>
    Suspended = 7,
}
