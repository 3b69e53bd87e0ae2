using System.Security.Cryptography;
using System.Text.Json;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Control;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Runs;

/// <summary>Sends signals to runs.</summary>
sealed class RunSignals(DurableTaskClient client, TimeProvider time)
{
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a signal to the part of the run that takes it, and answers 202 with its id. The same request with the same idempotency key counts once.</summary>
    /// <param name="request">What asks for it.</param>
    /// <param name="run">The run.</param>
    /// <param name="name">The name of the signal.</param>
    /// <param name="payload">Makes the payload from the signal's id.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="prepare">Done before it is sent, once it is sure that the run takes signals.</param>
    /// <exception cref="ApiProblemException">There is no such run, it has ended, or it has not begun within 5 seconds; or the key is another request's.</exception>
    public async Task<IResult> AcceptAsync<T>(HttpRequest request, string run, string name, Func<string, T> payload, CancellationToken cancellation, Func<T, Task>? prepare = null)
        where T : class
    {
        var key = IdempotencyKey.Of(request);
        var id = key?.SignalId(name) ?? RandomNumberGenerator.GetHexString(12, lowercase: true);
        var signal = payload(id);
        if (key is null || !await WasSentAsync(run, id, signal, cancellation))
        {
            await SendAsync(run, name, signal, prepare, cancellation);
        }

        return TypedResults.Accepted($"/api/runs/{run}", new SignalView(run, id, name));
    }

    async Task SendAsync<T>(string run, string name, T signal, Func<T, Task>? prepare, CancellationToken cancellation)
        where T : class
    {
        var instance = await ReceiverAsync(run, cancellation);
        try
        {
            await (prepare?.Invoke(signal) ?? Task.CompletedTask);
            await client.RaiseEventAsync(instance, name, signal, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The hosts have different exceptions for an instance that has ended in the meantime; its state says what it was.
            if (await client.GetInstanceAsync(instance, cancellation) is not { IsCompleted: false })
            {
                throw ApiProblems.RunFinished(run);
            }

            throw;
        }
    }

    /// <summary>Whether the run's history holds the signal. One that is still on its way is not seen, and sent again: the work loop counts it once.</summary>
    async Task<bool> WasSentAsync<T>(string run, string id, T signal, CancellationToken cancellation)
        where T : class
    {
        var (_, loop) = await new RunLookup(client).GetAsync(run, cancellation);
        var history = loop is null ? [] : await client.GetOrchestrationHistoryAsync(loop.InstanceId, cancellation);
        var sent = history.OfType<EventRaisedEvent>().FirstOrDefault(raised => DurableJson.Read<ControlSignal>(raised.Input)?.Id == id);
        return sent is not null && (JsonSerializer.Serialize(DurableJson.Read<T>(sent.Input)) == JsonSerializer.Serialize(signal) ? true : throw ApiProblems.KeyReused());
    }

    async Task<string> ReceiverAsync(string run, CancellationToken cancellation)
    {
        var lookup = new RunLookup(client);
        for (var waited = TimeSpan.Zero; waited < _patience; waited += _step)
        {
            var instances = await lookup.GetAsync(run, cancellation);
            var loop = instances.Loop;
            if (instances.HasEnded || loop is { IsCompleted: true })
            {
                throw ApiProblems.RunFinished(run);
            }

            if (loop is not null)
            {
                return loop.InstanceId;
            }

            await Task.Delay(_step, time, cancellation);
        }

        throw ApiProblems.NotStarted(run);
    }
}
