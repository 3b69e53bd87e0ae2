using Aidp.Embedded.Dispatch;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>An activity that runs until the simulation ends it.</summary>
sealed class ToyActivity(ActivityInvocation call)
{
    /// <summary>The call.</summary>
    public ActivityInvocation Call { get; } = call;

    /// <summary>Lets it end.</summary>
    public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it looks at its token before it returns.</summary>
    public bool ObeysCancellation { get; set; }
}
