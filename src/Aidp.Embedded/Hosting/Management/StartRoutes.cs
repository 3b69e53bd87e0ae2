using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>Starts an instance, for the first time or again.</summary>
sealed class StartRoutes(DurableTaskClient client, FunctionRegistry functions, ManagementLinks links)
{
    internal async Task<IResult> StartAsync(string functionName, string? instanceId, HttpContext context)
    {
        JsonElement? input;
        try
        {
            input = await ManagementJson.ReadAsync(context.Request);
        }
        catch (JsonException exception)
        {
            return ManagementJson.Error(StatusCodes.Status400BadRequest, "Invalid JSON content", exception);
        }

        // A client may ask for what another host knows, and learns of it when the instance fails; here the real extension looks first.
        if (functions.FindOrchestrator(functionName) is null)
        {
            throw new ArgumentException(KnownFunctions.NoOrchestrator(functionName, functions));
        }

        var id = await client.ScheduleNewOrchestrationInstanceAsync(new TaskName(functionName), input, new StartOrchestrationOptions { InstanceId = instanceId }, context.RequestAborted);
        return await AnswerAsync(id, context);
    }

    internal async Task<IResult> RestartAsync(string instanceId, HttpContext context)
    {
        if (await client.GetInstanceAsync(instanceId, context.RequestAborted) is null)
        {
            return ManagementJson.Error(StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
        }

        return await AnswerAsync(await client.RestartAsync(instanceId, context.Request.Flag("restartWithNewInstanceId", true), context.RequestAborted), context);
    }

    async Task<IResult> AnswerAsync(string id, HttpContext context)
    {
        if (context.Request.Seconds("timeout") is { } timeout)
        {
            if (context.Request.Seconds("pollingInterval") > timeout)
            {
                throw new ArgumentException($"Total timeout {timeout.TotalSeconds} should be bigger than retry timeout {context.Request.Query["pollingInterval"]}");
            }

            if (await WaitAsync(id, timeout, context.RequestAborted) is { } ended)
            {
                return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                    ? ManagementJson.Answer(ManagementJson.Parse(ended.SerializedOutput))
                    : ManagementJson.Answer(StatusPayload.Of(ended, showInput: true));
            }
        }

        var addresses = links.For(context.Request, id);
        context.Response.Headers.Location = addresses.StatusQueryGetUri;
        context.Response.Headers.RetryAfter = "10";
        return ManagementJson.Answer(StartedPayload.Of(addresses), StatusCodes.Status202Accepted);
    }

    // The engine says when an instance ends, so the polling interval is not needed.
    async Task<OrchestrationMetadata?> WaitAsync(string id, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        try
        {
            return await client.WaitForInstanceCompletionAsync(id, true, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
