using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.DurableTask.History;

// Null is allowed as in the real type, which was written before nullable annotations.
#nullable disable annotations

/// <summary>The execution ended so that the next one begins with an empty history.</summary>
public sealed class ContinueAsNewEvent(int eventId, string input) : ExecutionCompletedEvent(eventId, input, OrchestrationRuntimeStatus.ContinuedAsNew)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.ContinueAsNew;
}
