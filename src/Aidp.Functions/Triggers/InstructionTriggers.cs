using Aidp.Activities.Artifacts;
using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Tells the agents of a run something while it goes on.</summary>
public sealed class InstructionTriggers(ApiGate gate, ArtifactStore artifacts, TimeProvider time)
{
    /// <summary>What was said so far, and what became of it.</summary>
    [Function("ListInstructions")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/runs/{id}/instructions")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Read, async cancellation =>
        {
            var run = await new RunLookup(client).GetAsync(id, cancellation);
            var history = run.Loop is null ? [] : await client.GetOrchestrationHistoryAsync(run.Loop.InstanceId, cancellation);
            return TypedResults.Ok(RunInstructions.Of(history, run.HasEnded));
        });

    /// <summary>Takes an instruction: its text becomes an artifact, and the run is told where it is.</summary>
    [Function("InjectInstruction")]
    public Task<IResult> InjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/instructions")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = await RequestBody.ReadAsync<InstructionBody>(request, cancellation);
            body.Check();
            return await new RunSignals(client, time).AcceptAsync(
                request,
                id,
                SignalNames.Inject,
                signal => new InstructionSignal
                {
                    Id = signal,
                    Author = body.Author,
                    Type = body.Type,
                    Priority = body.Priority,
                    Text = artifacts.ReferTo(Name(id, signal, body.Text), body.Text),
                },
                cancellation,
                signal => artifacts.WriteTextAsync(Name(id, signal.Id!, body.Text), body.Text, cancellation));
        });

    // Under the hash of its text, so that of two requests with one idempotency key neither changes the other's text.
    static ArtifactName Name(string run, string signal, string text) => ArtifactName.Of(run, 0, $"instruction-{signal}-{ContentHash.Short(text)}.md");
}
