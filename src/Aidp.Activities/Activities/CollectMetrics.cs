using Aidp.Activities.Checks.Metrics;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Activities;

/// <summary>Takes a snapshot of the numbers that describe the work.</summary>
/// <remarks>Runs again safely: it only reads the commit and the reports in the worktree; its record is replaced as a whole.</remarks>
public sealed class CollectMetrics(MetricsSurvey metrics)
{
    /// <summary>Runs the activity.</summary>
    [Function(FunctionNames.CollectMetrics)]
    public Task<MetricsSnapshot> RunAsync([ActivityTrigger] CollectMetricsInput input, CancellationToken cancellationToken) => metrics.RunAsync(input, cancellationToken);
}
