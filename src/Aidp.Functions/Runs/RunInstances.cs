using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>The two instances of a run: its own, and the child that does the work.</summary>
/// <param name="Run">The run's own instance.</param>
/// <param name="Loop">The child; null before it began.</param>
sealed record RunInstances(OrchestrationMetadata Run, OrchestrationMetadata? Loop)
{
    /// <summary>What was asked for; null when the instance does not hold it.</summary>
    public RunRequest? Request { get; } = Run.SerializedInput is null ? null : Run.ReadInputAs<RunRequest>();
}
