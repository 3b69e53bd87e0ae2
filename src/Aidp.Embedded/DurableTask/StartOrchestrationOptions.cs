namespace Aidp.Embedded.DurableTask;

/// <summary>How a client starts an orchestration.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options with an id and a start time.</summary>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy of other options.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>The id of the new instance; null means a random one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When the instance starts; null means at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Texts that are stored with the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The version of the instance; null means the host's default version.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>The states of an instance of the same id that forbid a new start; an unfinished one always does.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
