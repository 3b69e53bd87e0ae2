namespace Aidp.Embedded.Store;

/// <summary>An answer of an activity call that came too late and was rejected.</summary>
/// <param name="InstanceId">The orchestration that had called.</param>
/// <param name="ExecutionId">Its execution.</param>
/// <param name="Task">The number of the call.</param>
/// <param name="Fence">The number of the engine under which the attempt ran: lower than the present one's means that the attempt was lost.</param>
/// <param name="At">When it came, in UTC.</param>
/// <param name="Reason">What it came too late for, and how the attempt had ended.</param>
public sealed record LateAnswer(string InstanceId, string ExecutionId, int Task, long Fence, DateTime At, string Reason);
