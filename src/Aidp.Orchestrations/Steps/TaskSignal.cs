namespace Aidp.Orchestrations.Steps;

/// <summary>A task that an agent filed (<c>File task:</c>) or updated (<c>Update task:</c>) in its final message.</summary>
public sealed record TaskSignal
{
    /// <summary>The task's id; null for a new task, which the loop gives one.</summary>
    public string? Id { get; init; }

    /// <summary>What is to be done, at most 200 characters; null for an update.</summary>
    public string? Text { get; init; }

    /// <summary><c>high</c>, <c>medium</c> or <c>low</c>; null for an update.</summary>
    public string? Priority { get; init; }

    /// <summary><c>pending</c>, <c>in_progress</c>, <c>done</c> or <c>abandoned</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was abandoned, at most 200 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>The tags of a new task.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
