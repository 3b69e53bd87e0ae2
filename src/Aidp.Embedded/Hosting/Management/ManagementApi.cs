using Aidp.Embedded.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Hosting;

/// <summary>The HTTP API of Durable Functions: the same routes, bodies and status codes as the real extension.</summary>
static class ManagementApi
{
    /// <summary>What every route begins with.</summary>
    internal const string BasePath = "/runtime/webhooks/durabletask";

    const string NoRewind = "Rewind is not supported by the embedded host: orchestrations that end in a result have nothing to rewind. Use restart.";
    const string NoEntities = "Durable entities are not supported by the embedded host.";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var links = services.GetRequiredService<ManagementLinks>();
        var engine = services.GetRequiredService<DurableEngine>();
        ((EmbeddedDurableTaskClient)engine.Client).ManagementPayload = links.For;

        var api = endpoints.MapGroup(BasePath).AddEndpointFilter(services.GetRequiredService<ManagementKey>().FilterAsync).AddEndpointFilter(ManagementErrors.FilterAsync);
        var starts = new StartRoutes(engine.Client, services.GetRequiredService<FunctionRegistry>(), links);
        api.MapPost("orchestrators/{functionName}/{instanceId?}", starts.StartAsync);
        api.MapPost("instances/{instanceId}/restart", starts.RestartAsync);

        var queries = new QueryRoutes(engine.Client);
        api.MapGet("instances/{instanceId}", queries.GetAsync);
        api.MapGet("instances", (Delegate)queries.ListAsync);

        var controls = new ControlRoutes(engine.Client);
        api.MapPost("instances/{instanceId}/raiseEvent/{eventName}", controls.RaiseEventAsync);
        api.MapPost("instances/{instanceId}/terminate", controls.TerminateAsync);
        api.MapPost("instances/{instanceId}/suspend", controls.SuspendAsync);
        api.MapPost("instances/{instanceId}/resume", controls.ResumeAsync);
        api.MapPost("instances/{instanceId}/rewind", () => ManagementJson.Error(StatusCodes.Status501NotImplemented, NoRewind));

        var purges = new PurgeRoutes(engine.Client, services.GetRequiredService<TimeProvider>());
        api.MapDelete("instances/{instanceId}", purges.PurgeOneAsync);
        api.MapDelete("instances", (Delegate)purges.PurgeManyAsync);

        api.MapMethods("entities/{name?}/{key?}", ["GET", "POST", "DELETE"], () => ManagementJson.Error(StatusCodes.Status501NotImplemented, NoEntities));

        // One process owns the store, so it is always the primary one.
        api.MapPost("makeprimary", () => TypedResults.Ok());

        // Everything else, other methods included, is unknown; a key is asked for first.
        api.Map("{**path}", () => TypedResults.NotFound());
    }
}
