using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Shows what a run printed and changed.</summary>
public sealed class OutputTriggers(ApiGate gate, ArtifactStore artifacts, RunDiff diff)
{
    /// <summary>What agents and checks print, one after the other; it grows while the run goes on, so a client follows it by ranges.</summary>
    [Function("GetRunLogs")]
    public Task<IResult> LogsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/logs")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            await new RunLookup(client).GetAsync(id, cancellation);
            var log = RunOutputs.Of(artifacts, await artifacts.ListAsync(id, cancellationToken: cancellation));
            return ByteAnswer.Create(request, log.Length, "text/plain; charset=utf-8", log.CopyAsync);
        });

    /// <summary>The change that the run made so far, as a patch; in whatever encoding the files are, so none is named.</summary>
    [Function("GetRunDiff")]
    public Task<IResult> DiffAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/diff")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var run = await new RunLookup(client).GetAsync(id, cancellation);
            var patch = run.Request is { } asked ? await diff.ReadAsync(id, asked.Repository, cancellation) : null;
            return patch is { } bytes
                ? TypedResults.Bytes(bytes, "text/x-diff")
                : throw ApiProblems.NotYet($"The run '{id}' has no workspace yet, so there is no change to show.");
        });
}
