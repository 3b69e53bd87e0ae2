namespace Aidp.Embedded.DurableTask;

/// <summary>What an activity knows about its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The name under which it was called.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the calling orchestration.</summary>
    public abstract string InstanceId { get; }
}
