using Aidp.Activities.Setup;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Logging;

namespace Aidp.Activities.Activities;

/// <summary>Makes the run's own worktree and prepares it.</summary>
/// <remarks>Runs again safely: the same request gives the same worktree. What a dead attempt left is ended, kept aside and cleaned; setup that was done is not done again.</remarks>
public sealed class CreateWorktree(WorktreeSetup setup, TimeProvider time, ILogger<CreateWorktree> logger)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.CreateWorktree)]
    public async Task<CreateWorktreeResult> RunAsync([ActivityTrigger] CreateWorktreeInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await using var watch = await RunWatch.StartAsync(client, input.Step, time, logger, cancellationToken);
        return await setup.RunAsync(input, watch, cancellationToken);
    }
}
