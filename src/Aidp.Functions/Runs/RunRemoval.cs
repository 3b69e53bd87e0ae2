using Aidp.Activities;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>Removes runs that have ended: first their files, and then, so that a run that was removed half-way is found again, their instances.</summary>
sealed class RunRemoval(DurableTaskClient client, RunRetention retention)
{
    /// <summary>Removes a run.</summary>
    /// <exception cref="ApiProblemException">There is no such run, or it has not ended.</exception>
    public async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        var instances = await new RunLookup(client).GetAsync(id, cancellation);
        if (!instances.Run.IsCompleted || instances.Loop is { IsCompleted: false })
        {
            throw ApiProblems.RunActive(id);
        }

        await RemoveAsync(id, instances.Request, cancellation);
    }

    /// <summary>Removes a run that has ended. Again, it does nothing.</summary>
    public async Task RemoveAsync(string id, RunRequest? request, CancellationToken cancellation)
    {
        if (request is not null)
        {
            await retention.ForgetAsync(id, request.Repository.Location, cancellation);
        }

        await client.PurgeInstanceAsync(RunIds.LoopOf(id), cancellation);
        await client.PurgeInstanceAsync(id, cancellation);
    }
}
