using Aidp.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Git;
using Aidp.Functions.Runs;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;
using Microsoft.Extensions.Logging;

namespace Aidp.Functions.Triggers;

/// <summary>Forgets runs that ended long ago, once a night.</summary>
public sealed partial class RetentionTrigger(RunRetention retention, ILogger<RetentionTrigger> logger)
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
            if (await TryAsync($"The run '{run}' was not forgotten", () => removal.RemoveAsync(run, request, cancellationToken)) && request is not null)
            {
                repositories.Add(request.Repository.Location);
            }
        }

        foreach (var location in repositories)
        {
            await TryAsync($"The clone of '{location}' was not packed", () => retention.CompactAsync(location, cancellationToken));
        }
    }

    /// <summary>What the disk or git refuses for one run keeps no other: it is tried again in the next night.</summary>
    async Task<bool> TryAsync(string what, Func<Task> effect)
    {
        try
        {
            await effect();
            return true;
        }
        catch (Exception e) when (e is GitException or ArtifactStoreException or IOException or UnauthorizedAccessException)
        {
            LogRefused(e, what);
            return false;
        }
    }

    async Task<List<(string Run, RunRequest? Request)>> ExpiredAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var limit = retention.Limit;
        var ended = new OrchestrationQuery
        {
            CreatedTo = limit,
            Statuses = [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
        };
        var expired = new List<(string, RunRequest?)>();
        await foreach (var instance in client.GetAllInstancesAsync(ended).WithCancellation(cancellationToken))
        {
            if (instance.Name == FunctionNames.AidpOrchestrator && instance.LastUpdatedAt < limit
                && await new RunLookup(client).FindAsync(instance.InstanceId, cancellationToken) is { HasEnded: true } run)
            {
                expired.Add((instance.InstanceId, run.Request));
            }

            if (expired.Count == MostRuns)
            {
                break;
            }
        }

        return expired;
    }

    [LoggerMessage(LogLevel.Warning, "{What}; the next night tries again")]
    partial void LogRefused(Exception exception, string what);
}
