using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>The two instances of a run: its own, and the child that does the work.</summary>
/// <param name="Run">The run's own instance.</param>
/// <param name="Loop">The child; null before it began.</param>
sealed record RunInstances(OrchestrationMetadata Run, OrchestrationMetadata? Loop)
{
    /// <summary>What was asked for; null when the instance does not hold it, or something else.</summary>
    public RunRequest? Request { get; } = DurableJson.Read<RunRequest>(Run.SerializedInput);

    /// <summary>Whether nothing of it goes on: when its own instance alone was terminated, its loop works on.</summary>
    public bool HasEnded => Run.RuntimeStatus == OrchestrationRuntimeStatus.Completed || (Run.IsCompleted && Loop is not { IsCompleted: false });
}
