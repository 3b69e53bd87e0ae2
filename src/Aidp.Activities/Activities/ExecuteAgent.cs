using Aidp.Activities.Agents;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Logging;

namespace Aidp.Activities.Activities;

/// <summary>Calls an agent once and commits what it changed.</summary>
/// <remarks>
/// Runs again safely: the step's journal says how far an earlier attempt got. A finished call is adopted, never repeated; of an unfinished one the processes
/// are ended and the files kept aside, and its commit counts only once (compare-and-swap on the run's journal).
/// </remarks>
public sealed class ExecuteAgent(AgentCalls calls, TimeProvider time, ILogger<ExecuteAgent> logger)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.ExecuteAgent)]
    public async Task<ExecuteAgentResult> RunAsync([ActivityTrigger] ExecuteAgentInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await using var watch = await RunWatch.StartAsync(client, input.Step, time, logger, cancellationToken);
        return await calls.RunAsync(input, watch, cancellationToken);
    }
}
