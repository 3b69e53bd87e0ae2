using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Shows one run.</summary>
public sealed class RunTriggers(ApiGate gate)
{
    /// <summary>The run as it stands, or as it ended.</summary>
    [Function("GetRun")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
            TypedResults.Ok(RunViews.Of(await new RunLookup(client).GetAsync(id, cancellation))));

    /// <summary>What happened in each iteration; with <c>after</c>, only the changes of state with a higher sequence number.</summary>
    [Function("GetRunIterations")]
    public Task<IResult> IterationsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/iterations")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var after = QueryNumber.Read(request.Query, "after", 0, 0, int.MaxValue);
            var instances = await new RunLookup(client).GetAsync(id, cancellation);
            var history = instances.Loop is null ? [] : await client.GetOrchestrationHistoryAsync(instances.Loop.InstanceId, cancellation);
            return TypedResults.Ok(RunIterations.Of(history, RunViews.Of(instances), after));
        });

    /// <summary>The durable history; with <c>payloads=1</c>, with what went into and came out of every step; with <c>recorded=1</c>, all of it, to be replayed elsewhere.</summary>
    [Function("GetRunHistory")]
    public Task<IResult> HistoryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/history")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var payloads = QueryNumber.Read(request.Query, "payloads", 0, 0, 1) == 1;
            var (run, loop) = await new RunLookup(client).GetAsync(id, cancellation);
            var histories = new List<(OrchestrationMetadata Instance, IEnumerable<HistoryEvent> Events)>();
            foreach (var instance in loop is null ? [run] : new[] { run, loop })
            {
                histories.Add((instance, await client.GetOrchestrationHistoryAsync(instance.InstanceId, cancellation)));
            }

            return QueryNumber.Read(request.Query, "recorded", 0, 0, 1) == 1
                ? TypedResults.Ok(RecordedRun.Of(id, histories))
                : TypedResults.Ok(new HistoryView([.. histories.Select(history => RunHistories.Of(history.Instance, history.Events, payloads))]));
        });
}
