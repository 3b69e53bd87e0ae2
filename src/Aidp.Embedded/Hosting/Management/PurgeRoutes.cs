using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Removes instances that have ended.</summary>
sealed class PurgeRoutes(DurableTaskClient client, TimeProvider time)
{
    internal async Task<IResult> PurgeOneAsync(string instanceId, HttpContext context)
    {
        if (await client.GetInstanceAsync(instanceId, context.RequestAborted) is null)
        {
            return TypedResults.NotFound();
        }

        return Deleted(await client.PurgeInstanceAsync(instanceId, context.RequestAborted));
    }

    internal async Task<IResult> PurgeManyAsync(HttpContext context)
    {
        if (context.Request.Time("createdTimeFrom") is not { } from)
        {
            return ManagementJson.Answer("Please provide value for 'createdTimeFrom' parameter.", StatusCodes.Status400BadRequest);
        }

        // Here the real extension ignores what it cannot read, and purges more than was asked for.
        var statuses = context.Request.Statuses(out var unknown);
        if (unknown is not null)
        {
            return ManagementJson.Answer($"'{unknown}' is not a runtime status.", StatusCodes.Status400BadRequest);
        }

        var result = await client.PurgeAllInstancesAsync(new(from, context.Request.Time("createdTimeTo") ?? time.GetUtcNow(), statuses), context.RequestAborted);
        return result.PurgedInstanceCount == 0 ? TypedResults.NotFound() : Deleted(result);
    }

    static IResult Deleted(PurgeResult result) => ManagementJson.Answer(new PurgedPayload(result.PurgedInstanceCount));

    /// <summary>How many instances are gone.</summary>
    sealed record PurgedPayload(int InstancesDeleted);
}
