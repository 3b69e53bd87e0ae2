namespace Aidp.Embedded.Dispatch;

/// <summary>One attempt at one activity call.</summary>
/// <param name="Name">The name of the activity.</param>
/// <param name="InstanceId">The id of the calling orchestration.</param>
/// <param name="TaskId">The number of the call within the orchestration.</param>
/// <param name="Input">The input as JSON; null when there is none.</param>
/// <param name="Attempt">1, and one more for every time that a host ended while it ran.</param>
/// <param name="Fence">A number that grows with every start of a host on the store: an attempt with a lower one is lost.</param>
public sealed record ActivityInvocation(string Name, string InstanceId, int TaskId, string? Input, int Attempt, long Fence);
