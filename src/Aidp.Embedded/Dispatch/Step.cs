using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>A step that is not durable yet, and what follows once it is.</summary>
/// <param name="Write">The write.</param>
/// <param name="Calls">The activities to start.</param>
/// <param name="Answered">The numbers of the activity calls whose answers it records.</param>
sealed record Step(StepWrite Write, IReadOnlyList<TaskScheduledEvent> Calls, IReadOnlyList<int> Answered)
{
    /// <summary>Tells of the step in traces; null when nobody listens.</summary>
    public Action? Trace { get; init; }
}
