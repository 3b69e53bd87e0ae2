namespace Aidp.Embedded.DurableTask.History;

/// <summary>The sub-orchestration call that an execution answers.</summary>
/// <param name="Name">The name of the calling orchestrator.</param>
/// <param name="InstanceId">The id of the caller.</param>
/// <param name="ExecutionId">The execution that called; a later one gets no answer.</param>
/// <param name="TaskId">The number of the call.</param>
sealed record ParentTask(string Name, string InstanceId, string ExecutionId, int TaskId);
