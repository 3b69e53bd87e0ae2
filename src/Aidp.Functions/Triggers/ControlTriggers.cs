using Aidp.Functions.Api;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Triggers;

/// <summary>Steers runs.</summary>
public sealed class ControlTriggers(ApiGate gate, TimeProvider time)
{
    /// <summary>Asks the run to stop before its next step.</summary>
    [Function("PauseRun")]
    public Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/pause")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) => SendAsync(request, id, client, SignalNames.Pause);

    /// <summary>Asks the run to go on.</summary>
    [Function("ResumeRun")]
    public Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) => SendAsync(request, id, client, SignalNames.Resume);

    /// <summary>Asks the run to end, with its running step; the work is kept.</summary>
    [Function("CancelRun")]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client) => SendAsync(request, id, client, SignalNames.Cancel);

    Task<IResult> SendAsync(HttpRequest request, string id, DurableTaskClient client, string name) =>
        gate.AnswerAsync(request, ApiAccess.Write, async cancellation =>
        {
            var body = request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0 ? await RequestBody.ReadAsync<ControlBody>(request, cancellation) : new();
            return await new RunSignals(client, time).AcceptAsync(request, id, name, signal => new ControlSignal { Id = signal, Author = body.Author }, cancellation);
        });
}
