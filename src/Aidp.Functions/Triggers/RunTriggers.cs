using Aidp.Activities;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.WorkLoop;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Shows one run, or removes it.</summary>
public sealed class RunTriggers(ApiGate gate, RunRetention retention, TimeProvider time)
{
    /// <summary>The run as it stands, or as it ended.</summary>
    [Function("GetRun")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
            TypedResults.Ok(RunViews.Of(await new RunLookup(client).GetAsync(id, cancellation))));

    /// <summary>What the run waits for right now, or why it ended, in one line.</summary>
    [Function("GetRunWhy")]
    public Task<IResult> WhyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/why")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var run = RunViews.Of(await new RunLookup(client).GetAsync(id, cancellation));
            return TypedResults.Ok(new WhyView(id, run.Status, run is { Finished: false, Loop: { } loop } ? Why.Of(loop, time.GetUtcNow().UtcDateTime) : run.Why));
        });

    /// <summary>Removes a run that has ended, with its artifacts, its journal and its history; its branch in the user's repository stays.</summary>
    [Function("DeleteRun")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/runs/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            await new RunRemoval(client, retention).RemoveAsync(id, cancellation);
            return TypedResults.NoContent();
        });

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
