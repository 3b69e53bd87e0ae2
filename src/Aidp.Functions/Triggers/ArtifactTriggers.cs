using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Shows the texts that a run left.</summary>
public sealed class ArtifactTriggers(ApiGate gate, ArtifactStore artifacts)
{
    /// <summary>Lists the artifacts of a run.</summary>
    [Function("ListArtifacts")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/artifacts")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            await new RunLookup(client).GetAsync(id, cancellation);
            var found = await artifacts.ListAsync(id, cancellationToken: cancellation);
            return TypedResults.Ok(new ArtifactList([.. found.Select(artifact => new ArtifactView($"{artifact.Name.Iteration}/{artifact.Name.File}", artifact.Bytes, artifact.Modified))]));
        });

    /// <summary>One artifact, whole or a range of it.</summary>
    [Function("GetArtifact")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/artifacts/{iteration}/{file}")] HttpRequest request,
        string id,
        string iteration,
        string file,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            await new RunLookup(client).GetAsync(id, cancellation);
            var name = $"{iteration}/{file}";
            var artifact = ArtifactName.TryParse(ArtifactName.Prefix(id) + name) ?? throw ApiProblems.ArtifactNotFound(id, name);
            var size = await artifacts.ReadRangeAsync(artifact, 0, 0, cancellation) ?? throw ApiProblems.ArtifactNotFound(id, name);

            // Never as a page: what an agent wrote must not run in a browser that has a key.
            return ByteAnswer.Create(request, size.TotalBytes, "text/plain; charset=utf-8", async (target, offset, count, aborted) =>
                await new RunLog(artifacts, [new(artifact, size.TotalBytes, default)]).CopyAsync(target, offset, count, aborted));
        });
}
