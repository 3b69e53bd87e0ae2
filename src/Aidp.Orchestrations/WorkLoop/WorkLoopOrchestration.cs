using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Agent, checks, diagnosis, again, until every gate is open.</summary>
public sealed class WorkLoopOrchestration
{
    /// <summary>Runs the loop to its result.</summary>
    [Function(FunctionNames.WorkLoop)]
    public Task<RunResult> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new LoopRun(context, context.GetInput<RunRequest>() ?? throw new InvalidOperationException("A work loop needs a request as its input.")).RunAsync();
}
