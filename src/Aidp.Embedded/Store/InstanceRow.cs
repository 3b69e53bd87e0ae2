using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Store;

/// <summary>What a store knows of an instance without reading its history.</summary>
sealed record InstanceRow
{
    /// <summary>The number of the instance in the store.</summary>
    public long Key { get; init; }

    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the present execution: a new one after a restart or a continue-as-new.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The name of the orchestrator.</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>The state.</summary>
    public required OrchestrationRuntimeStatus Status { get; init; }

    /// <summary>When the execution was made, in UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the history last grew, in UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>When its earliest timer, or its start, is due, in UTC.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>Activities that were called and have not answered.</summary>
    public int OpenActivities { get; init; }

    /// <summary>Rows of history, the request included.</summary>
    public int Steps { get; init; }

    /// <summary>Events in the history.</summary>
    public int Events { get; init; }

    /// <summary>The size of the history with its long texts, in bytes of UTF-8.</summary>
    public long Bytes { get; init; }

    /// <summary>External events in the history that the orchestrator has not waited for yet.</summary>
    public int Buffered { get; init; }

    /// <summary>The id of the calling instance.</summary>
    public string? ParentId { get; init; }

    /// <summary>Whether the instance has ended.</summary>
    public bool IsFinished => IsFinal(Status);

    /// <summary>The states of an instance that has ended.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus> Final { get; } = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Whether an instance in a state has ended.</summary>
    public static bool IsFinal(OrchestrationRuntimeStatus status) => status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
