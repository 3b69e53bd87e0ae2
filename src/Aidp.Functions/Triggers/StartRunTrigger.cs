using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Starts runs.</summary>
public sealed class StartRunTrigger(ApiGate gate, ArtifactStore artifacts)
{
    const string IdempotencyKey = "Idempotency-Key";

    // An id is used once: without these, it could be started again after its end.
    // Every state is named, since current clients replace an instance in a state that is not.
    static readonly OrchestrationRuntimeStatus[] _any =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>Starts a run, or answers with the one that the same request started before, when it carries an idempotency key.</summary>
    [Function("StartRun")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = await RequestBody.ReadAsync<StartRunBody>(request, cancellation);
            StartRunRules.Check(body);
            var key = request.Headers[IdempotencyKey] is [{ Length: > 0 } text] ? text : null;
            var id = body.Id is { } asked ? NewRunId.Check(asked) : key is null ? NewRunId.Create(body.Task) : NewRunId.FromIdempotencyKey(key);
            return await AnsweredBeforeAsync(client, id, body, key, cancellation) ?? await StartAsync(client, id, body, key, cancellation);
        });

    async Task<IResult> StartAsync(DurableTaskClient client, string id, StartRunBody body, string? key, CancellationToken cancellation)
    {
        // Under the hash of its text, so that of two requests for one id neither changes the other's task.
        var name = ArtifactName.Of(id, 0, $"task-{Hash(body.Task)[..16]}.md");
        var run = new RunRequest
        {
            Task = await artifacts.WriteTextAsync(name, body.Task, cancellation),
            Repository = body.Repository,
            Slug = body.Slug ?? NewRunId.Words(id, NewRunId.MostSlugCharacters),
            Settings = body.Settings,
            Author = body.Author,
        };
        var options = new StartOrchestrationOptions(id).WithDedupeStatuses(_any);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(FunctionNames.AidpOrchestrator, run, options, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The hosts have different exceptions for an id that was taken in the meantime; the store says whether it was.
            if (await AnsweredBeforeAsync(client, id, body, key, cancellation) is { } other)
            {
                return other;
            }

            throw;
        }

        var instances = await new RunLookup(client).GetAsync(id, cancellation);
        return TypedResults.Accepted($"/api/runs/{id}", RunViews.Of(instances));
    }

    static async Task<IResult?> AnsweredBeforeAsync(DurableTaskClient client, string id, StartRunBody body, string? key, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(id, cancellation) is null)
        {
            return null;
        }

        var run = await new RunLookup(client).FindAsync(id, cancellation) ?? throw ApiProblems.RunExists(id);
        var same = key is not null && run.Request is { } earlier && earlier.Repository == body.Repository && earlier.Task.Artifact.EndsWith($"task-{Hash(body.Task)[..16]}.md", StringComparison.Ordinal);
        return same ? TypedResults.Accepted($"/api/runs/{id}", RunViews.Of(run)) : throw ApiProblems.RunExists(id);
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
