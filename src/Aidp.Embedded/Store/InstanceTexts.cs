using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Store;

/// <summary>The texts of an instance that clients see and its history does not need.</summary>
/// <param name="CustomStatus">The custom status as JSON.</param>
/// <param name="Output">The output: JSON, or plain text of a failed instance.</param>
/// <param name="Failure">Why it failed.</param>
sealed record InstanceTexts(string? CustomStatus = null, string? Output = null, TaskFailureDetails? Failure = null);
