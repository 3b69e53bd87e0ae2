using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Runs;

/// <summary>Makes what the API shows of a run out of its instances.</summary>
static class RunViews
{
    /// <summary>The run as it stands.</summary>
    public static RunView Of(RunInstances instances)
    {
        var (run, child) = instances;
        var loop = child?.SerializedCustomStatus is null ? null : child.ReadCustomStatusAs<LoopStatus>();
        var result = instances.HasEnded ? Result(instances) : null;
        var state = result is null ? Current(run, loop) : Ended(result.Status);
        return new()
        {
            Id = run.InstanceId,
            Status = state,
            State = result is null ? loop?.State : LoopState.Done,
            Iteration = result?.Iterations ?? loop?.Iteration ?? 0,
            MaxIterations = instances.Request?.Settings.MaxIterations ?? loop?.MaxIterations ?? 0,
            Why = result is null ? Waits(run, loop) : result.Detail ?? result.Reason,
            Task = instances.Request?.Task,
            Repository = instances.Request?.Repository,
            Slug = instances.Request?.Slug,
            Author = instances.Request?.Author,
            CreatedAt = run.CreatedAt,
            UpdatedAt = child is not null && child.LastUpdatedAt > run.LastUpdatedAt ? child.LastUpdatedAt : run.LastUpdatedAt,
            Budget = instances.Request?.Settings.Budget,
            Loop = loop,
            Result = result,
        };
    }

    /// <summary>How a run ended. An instance that did not end in a result, because it was terminated or failed, gets its loop's, or one that says so.</summary>
    static RunResult? Result(RunInstances instances) => (instances.Run, instances.Loop) switch
    {
        ({ RuntimeStatus: OrchestrationRuntimeStatus.Completed } run, _) => run.ReadOutputAs<RunResult>(),
        (_, { RuntimeStatus: OrchestrationRuntimeStatus.Completed, SerializedOutput: not null } loop) => loop.ReadOutputAs<RunResult>(),
        var (run, _) => WithoutResult(run),
    };

    static RunResult? WithoutResult(OrchestrationMetadata run) => run.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Terminated => new() { Status = RunStatus.Cancelled, Reason = RunReasons.Cancelled, Detail = "The run was terminated; what it did is in its journal." },

        // A failed instance's output is plain text on the real host and failure details elsewhere: shown, never parsed.
        OrchestrationRuntimeStatus.Failed => new() { Status = RunStatus.Failed, Reason = RunReasons.Infrastructure, Detail = run.FailureDetails?.ErrorMessage ?? run.SerializedOutput },
        _ => null,
    };

    static RunState Current(OrchestrationMetadata run, LoopStatus? loop) => (run.RuntimeStatus, loop) switch
    {
        (OrchestrationRuntimeStatus.Suspended, _) => RunState.Paused,
        (OrchestrationRuntimeStatus.Pending, _) or (_, null) => RunState.Pending,
        (_, { Cancelling: true }) => RunState.Cancelling,
        (_, { Paused: not null }) => RunState.Paused,
        (_, { Waiting: not null } or { Approval: not null }) => RunState.Waiting,
        _ => RunState.Running,
    };

    static RunState Ended(RunStatus status) => status switch
    {
        RunStatus.Completed => RunState.Completed,
        RunStatus.Cancelled => RunState.Cancelled,
        RunStatus.NoChanges => RunState.NoChanges,
        RunStatus.NeedsInput => RunState.NeedsInput,
        _ => RunState.Failed,
    };

    static string Waits(OrchestrationMetadata run, LoopStatus? loop) => loop?.Why ?? (run.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Suspended => "suspended",
        OrchestrationRuntimeStatus.Pending => "waiting to start",
        _ => "starting",
    });
}
