using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Aidp.Embedded.Hosting;

/// <summary>Looks at one instance or at many.</summary>
sealed class QueryRoutes(DurableTaskClient client)
{
    const string ContinuationToken = "x-ms-continuation-token";

    internal async Task<IResult> GetAsync(string instanceId, HttpContext context)
    {
        var request = context.Request;
        if (await client.GetInstanceAsync(instanceId, true, context.RequestAborted) is not { } instance)
        {
            return TypedResults.NotFound();
        }

        var showInput = request.Flag("showInput", true);
        var history = request.Flag("showHistory", false) && instance.RuntimeStatus != OrchestrationRuntimeStatus.Pending
            ? HistoryPayload.Of(await client.GetOrchestrationHistoryAsync(instanceId, context.RequestAborted), showInput, request.Flag("showHistoryOutput", false))
            : null;
        var status = StatusOf(instance, request.Flag("returnInternalServerErrorOnFailure", false));
        if (status == StatusCodes.Status202Accepted)
        {
            context.Response.Headers.Location = request.GetEncodedUrl();
            context.Response.Headers.RetryAfter = "5";
        }

        return ManagementJson.Answer(StatusPayload.Of(instance, showInput, history), status);
    }

    internal async Task<IResult> ListAsync(HttpContext context)
    {
        var request = context.Request;
        var query = new OrchestrationQuery(
            request.Time("createdTimeFrom"),
            request.Time("createdTimeTo"),
            request.Statuses(out _),
            InstanceIdPrefix: request.Query["instanceIdPrefix"].FirstOrDefault(),
            PageSize: request.Number("top") is { } top and > 0 ? top : OrchestrationQuery.DefaultPageSize,
            FetchInputsAndOutputs: true,
            ContinuationToken: request.Headers[ContinuationToken].FirstOrDefault() is { Length: > 0 } token ? token : null);
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages(query.ContinuationToken, query.PageSize).WithCancellation(context.RequestAborted))
        {
            if (page.ContinuationToken is not null)
            {
                context.Response.Headers[ContinuationToken] = page.ContinuationToken;
            }

            return ManagementJson.Answer(page.Values.Select(instance => StatusPayload.Of(instance, request.Flag("showInput", true))));
        }

        return ManagementJson.Answer(Array.Empty<StatusPayload>());
    }

    static int StatusOf(OrchestrationMetadata instance, bool errorOnFailure) => instance.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Failed when errorOnFailure => StatusCodes.Status500InternalServerError,
        OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Canceled or OrchestrationRuntimeStatus.Terminated => StatusCodes.Status200OK,
        _ => StatusCodes.Status202Accepted,
    };
}
