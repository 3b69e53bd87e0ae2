using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Acts on an instance that has not ended.</summary>
sealed class ControlRoutes(DurableTaskClient client)
{
    internal Task<IResult> RaiseEventAsync(string instanceId, string eventName, HttpContext context) => ActAsync(instanceId, context, async cancellation =>
    {
        var type = context.Request.ContentType?.Split(';', 2)[0].Trim();
        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return ManagementJson.Error(StatusCodes.Status400BadRequest, "Only application/json request content is supported");
        }

        try
        {
            if (await ManagementJson.ReadAsync(context.Request) is not { } payload)
            {
                return ManagementJson.Error(StatusCodes.Status400BadRequest, "Invalid JSON content");
            }

            await client.RaiseEventAsync(instanceId, eventName, payload, cancellation);
            return TypedResults.StatusCode(StatusCodes.Status202Accepted);
        }
        catch (JsonException exception)
        {
            return ManagementJson.Error(StatusCodes.Status400BadRequest, "Invalid JSON content", exception);
        }
    });

    internal Task<IResult> TerminateAsync(string instanceId, string? reason, HttpContext context) =>
        ActAsync(instanceId, context, cancellation => client.TerminateInstanceAsync(instanceId, (object?)reason, cancellation));

    internal Task<IResult> SuspendAsync(string instanceId, string? reason, HttpContext context) =>
        ActAsync(instanceId, context, cancellation => client.SuspendInstanceAsync(instanceId, reason, cancellation));

    internal Task<IResult> ResumeAsync(string instanceId, string? reason, HttpContext context) =>
        ActAsync(instanceId, context, cancellation => client.ResumeInstanceAsync(instanceId, reason, cancellation));

    Task<IResult> ActAsync(string instanceId, HttpContext context, Func<CancellationToken, Task> act) => ActAsync(instanceId, context, async cancellation =>
    {
        await act(cancellation);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    });

    // The state decides before anything else about the request does.
    async Task<IResult> ActAsync(string instanceId, HttpContext context, Func<CancellationToken, Task<IResult>> act)
    {
        try
        {
            return await client.GetInstanceAsync(instanceId, context.RequestAborted) switch
            {
                null => TypedResults.NotFound(),
                { IsCompleted: true } => TypedResults.StatusCode(StatusCodes.Status410Gone),
                _ => await act(context.RequestAborted),
            };
        }
        catch (InstanceNotFoundException)
        {
            return TypedResults.NotFound();
        }
        catch (InstanceStateException exception) when (exception.Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated)
        {
            // It ended between the look and the act.
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }
    }
}
