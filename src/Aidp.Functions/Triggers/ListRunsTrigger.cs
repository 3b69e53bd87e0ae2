using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Lists runs.</summary>
public sealed class ListRunsTrigger(ApiGate gate)
{
    /// <summary>Answers with a page of runs.</summary>
    [Function("ListRuns")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
            TypedResults.Ok(await new RunLookup(client).PageAsync(RunFilter.From(request.Query), cancellation)));
}
