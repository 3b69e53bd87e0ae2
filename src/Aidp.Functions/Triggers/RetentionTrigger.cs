using Aidp.Activities;
using Aidp.Functions.Runs;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Triggers;

/// <summary>Forgets runs that ended long ago, once a night.</summary>
public sealed class RetentionTrigger(RunRetention retention)
{
    /// <summary>The most runs that one night forgets; the next night goes on.</summary>
    const int MostRuns = 1_000;

    /// <summary>Removes them, and packs the clones that they used.</summary>
    [Function("Retention")]
    public async Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var repositories = new SortedSet<string>(StringComparer.Ordinal);
        var removal = new RunRemoval(client, retention);
        foreach (var (run, request) in await ExpiredAsync(client, cancellationToken))
        {
            await removal.RemoveAsync(run, request, cancellationToken);
            if (request is not null)
            {
                repositories.Add(request.Repository.Location);
            }
        }

        foreach (var location in repositories)
        {
            await retention.CompactAsync(location, cancellationToken);
        }
    }

    async Task<List<(string Run, RunRequest? Request)>> ExpiredAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var limit = retention.Limit;
        var ended = new OrchestrationQuery
        {
            CreatedTo = limit,
            Statuses = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
            FetchInputsAndOutputs = true,
        };
        var expired = new List<(string, RunRequest?)>();
        await foreach (var instance in client.GetAllInstancesAsync(ended).WithCancellation(cancellationToken))
        {
            if (instance.Name == FunctionNames.AidpOrchestrator && instance.LastUpdatedAt < limit)
            {
                expired.Add((instance.InstanceId, instance.ReadInputAs<RunRequest>()));
            }

            if (expired.Count == MostRuns)
            {
                break;
            }
        }

        return expired;
    }
}
