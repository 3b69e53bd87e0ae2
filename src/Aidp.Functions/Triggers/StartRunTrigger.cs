using System.Text.Json;
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
            var key = IdempotencyKey.Of(request);
            var id = body.Id is { } asked ? NewRunId.Check(asked) : key is null ? NewRunId.Create(body.Task) : NewRunId.FromIdempotencyKey(key.Text);
            var name = ArtifactName.Of(id, 0, $"task-{ContentHash.Short(body.Task)}.md");
            var run = new RunRequest
            {
                Task = artifacts.ReferTo(name, body.Task),
                Repository = body.Repository,
                Slug = body.Slug ?? NewRunId.Words(id, NewRunId.MostSlugCharacters),
                Settings = body.Settings,
                Author = body.Author,
            };
            return await AnsweredBeforeAsync(client, id, run, key, body.Id is not null, cancellation)
                ?? await StartAsync(client, id, run, () => artifacts.WriteTextAsync(name, body.Task, cancellation), key, body.Id is not null, cancellation);
        });

    static async Task<IResult> StartAsync(DurableTaskClient client, string id, RunRequest run, Func<Task> writeTask, IdempotencyKey? key, bool named, CancellationToken cancellation)
    {
        // Under the hash of its text, so that of two requests for one id neither changes the other's task.
        await writeTask();
        var options = new StartOrchestrationOptions(id).WithDedupeStatuses(_any);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(FunctionNames.AidpOrchestrator, run, options, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The hosts have different exceptions for an id that was taken in the meantime; the store says whether it was.
            if (await AnsweredBeforeAsync(client, id, run, key, named, cancellation) is { } other)
            {
                return other;
            }

            throw;
        }

        var instances = await new RunLookup(client).GetAsync(id, cancellation);
        return TypedResults.Accepted($"/api/runs/{id}", RunViews.Of(instances));
    }

    static async Task<IResult?> AnsweredBeforeAsync(DurableTaskClient client, string id, RunRequest asked, IdempotencyKey? key, bool named, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(id, cancellation) is null)
        {
            return null;
        }

        var run = await new RunLookup(client).FindAsync(id, cancellation) ?? throw ApiProblems.RunExists(id);
        return key is not null && run.Request is { } earlier && JsonSerializer.Serialize(earlier) == JsonSerializer.Serialize(asked)
            ? TypedResults.Accepted($"/api/runs/{id}", RunViews.Of(run))
            : throw (key is null || named ? ApiProblems.RunExists(id) : ApiProblems.KeyReused());
    }
}
