using Aidp.Activities.Checks;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.Logging;

namespace Aidp.Activities.Activities;

/// <summary>Runs one check of category test.</summary>
/// <remarks>Runs again safely: a finished verdict is kept under run, step and check, and adopted; of an unfinished one the processes are ended and the files reset. A verdict that changes on the same files is reported as flaky.</remarks>
public sealed class RunTests(CheckRunner checks, TimeProvider time, ILogger<RunTests> logger)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.RunTests)]
    public async Task<CheckResult> RunAsync([ActivityTrigger] RunCheckInput input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await using var watch = await RunWatch.StartAsync(client, input.Step, time, logger, cancellationToken);
        return await checks.RunAsync(input, watch.Cancelled, cancellationToken);
    }
}
