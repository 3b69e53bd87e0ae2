using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aidp.Cli.Hosting;

/// <summary>What only this kind of host is asked: which runs it keeps as they are, since its program cannot go on with them, and to end one.</summary>
static class HeldRoutes
{
    /// <summary>Where they are.</summary>
    public const string Path = "host/held";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ListAsync);
        endpoints.MapPost(Path + "/{run}/end", EndAsync);
    }

    static Task<IResult> ListAsync(HttpRequest request, ApiGate gate, DurableEngine engine) =>
        gate.AnswerAsync(request, ApiAccess.Read, _ => Task.FromResult<IResult>(TypedResults.Json(engine.ListHeld())));

    // A signal would wait for the program that can read it; this ends the run, and whatever of it is held.
    static Task<IResult> EndAsync(HttpRequest request, string run, ApiGate gate, DurableEngine engine) => gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
    {
        if (!engine.ListHeld().Keys.Any(instance => RunIds.RunOf(instance) == run))
        {
            throw ApiProblems.RunNotFound(run);
        }

        await engine.Client.TerminateInstanceAsync(run, new TerminateInstanceOptions("cancelled", Recursive: true), cancellation);
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    });
}
