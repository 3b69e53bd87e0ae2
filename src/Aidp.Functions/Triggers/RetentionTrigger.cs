using Aidp.Activities;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Triggers;

/// <summary>Forgets runs that ended long ago, once a night.</summary>
public sealed class RetentionTrigger(RunRetention retention)
{
    /// <summary>The most runs that one night forgets; the next night goes on.</summary>
    const int MostRuns = 1_000;

    /// <summary>Removes their files, and then, so that a run that was forgotten half-way is found again, their instances.</summary>
    [Function("Retention")]
    public async Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var repositories = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (run, request) in await ExpiredAsync(client, cancellationToken))
        {
            if (request is not null)
            {
                repositories.Add(request.Repository.Location);
                await retention.ForgetAsync(run, request.Repository.Location, cancellationToken);
            }

            await client.PurgeInstanceAsync(RunIds.LoopOf(run), cancellationToken);
            await client.PurgeInstanceAsync(run, cancellationToken);
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
