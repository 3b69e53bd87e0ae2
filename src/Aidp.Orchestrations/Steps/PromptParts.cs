using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.Steps;

/// <summary>What a prompt is made of: references and small facts; the texts are read and bounded where the prompt is built.</summary>
public sealed record PromptParts
{
    /// <summary>The task, always whole.</summary>
    public required TextReference Task { get; init; }

    /// <summary>The iteration limit, so that the agent knows how much is left.</summary>
    public required int MaxIterations { get; init; }

    /// <summary>The report on the last failures (artifact name); null when nothing failed.</summary>
    public string? Diagnosis { get; init; }

    /// <summary>Why the last iteration was not the last one although its checks passed; null otherwise.</summary>
    public string? OpenGate { get; init; }

    /// <summary>Why the last agent call failed, at most 1,000 characters; null when it completed.</summary>
    public string? LastError { get; init; }

    /// <summary>What of the last change was undone, and why; null when nothing was.</summary>
    public string? Undone { get; init; }

    /// <summary>Names of the checks that already failed on the base commit.</summary>
    public IReadOnlyList<string> FailedBefore { get; init; } = [];

    /// <summary>Instructions of people: those that hold to the end of the run and those that were not given yet, in the order of their sequence numbers.</summary>
    public IReadOnlyList<Instruction> Instructions { get; init; } = [];

    /// <summary>The tasks that are still open.</summary>
    public IReadOnlyList<OpenTask> OpenTasks { get; init; } = [];

    /// <summary>Path of the style guide in the repository, when it is to be repeated; null otherwise.</summary>
    public string? StyleGuide { get; init; }

    /// <summary>What the loop thinks of its own progress; null when it has nothing to say.</summary>
    public string? Assessment { get; init; }

    /// <summary>The size that the whole prompt may have, in bytes of UTF-8.</summary>
    public int MaxBytes { get; init; } = 60 * 1024;
}

/// <summary>A task of the run that is neither done nor abandoned.</summary>
public sealed record OpenTask(string Id, string Text, string Priority, string Status);
