using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.WorkLoop;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Shows and steers what agents of a run may change.</summary>
public sealed class GuardTriggers(ApiGate gate, ArtifactStore artifacts, TimeProvider time)
{
    /// <summary>The guard policy as it holds from the next judgement on.</summary>
    [Function("GetGuardPolicy")]
    public Task<IResult> GetPolicyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/guard-policy")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var instances = await new RunLookup(client).GetAsync(id, cancellation);
            return TypedResults.Ok(RunGuard.PolicyOf(instances.Request?.Settings.Guard ?? new(), await HistoryAsync(client, instances.Loop, cancellation)));
        });

    /// <summary>Replaces the given parts of the guard policy.</summary>
    [Function("UpdateGuardPolicy")]
    public Task<IResult> UpdatePolicyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/guard-policy")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = await RequestBody.ReadAsync<GuardPolicyBody>(request, cancellation);
            _ = body.ToSignal("");
            return await new RunSignals(client, time).AcceptAsync(request, id, SignalNames.UpdateGuardPolicy, body.ToSignal, cancellation);
        });

    /// <summary>The files that wait for a person.</summary>
    [Function("ListApprovals")]
    public Task<IResult> ListApprovalsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/approvals")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var (_, loop) = await new RunLookup(client).GetAsync(id, cancellation);
            var status = loop is { IsCompleted: false, SerializedCustomStatus: not null } ? loop.ReadCustomStatusAs<LoopStatus>() : null;
            return TypedResults.Ok(await RunGuard.AwaitingAsync(status, await HistoryAsync(client, loop, cancellation), artifacts, cancellation));
        });

    /// <summary>Approves of files that wait, or denies them.</summary>
    [Function("DecideApprovals")]
    public Task<IResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/approvals")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = await RequestBody.ReadAsync<ApprovalBody>(request, cancellation);
            _ = body.ToSignal("");
            return await new RunSignals(client, time).AcceptAsync(request, id, SignalNames.Approve, body.ToSignal, cancellation);
        });

    static async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(DurableTaskClient client, OrchestrationMetadata? loop, CancellationToken cancellation) =>
        loop is null ? [] : [.. await client.GetOrchestrationHistoryAsync(loop.InstanceId, cancellation)];
}
