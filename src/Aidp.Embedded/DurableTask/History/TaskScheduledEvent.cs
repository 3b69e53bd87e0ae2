namespace Aidp.Embedded.DurableTask.History;

/// <summary>The orchestrator called an activity.</summary>
public sealed class TaskScheduledEvent(int eventId, string name, string? version = null, string? input = null) : HistoryEvent(eventId)
{
    /// <inheritdoc/>
    public override EventType EventType => EventType.TaskScheduled;

    /// <summary>The name of the activity.</summary>
    public string? Name { get; } = name;

    /// <summary>The version of the activity.</summary>
    public string? Version { get; } = version;

    /// <summary>The input as text.</summary>
    public string? Input { get; } = input;

    /// <summary>The texts given with the call.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>Where a long input is stored, when it was left there.</summary>
    internal long? InputKey { get; init; }
}
