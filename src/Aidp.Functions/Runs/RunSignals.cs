using System.Security.Cryptography;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Runs;

/// <summary>Sends signals to runs.</summary>
sealed class RunSignals(DurableTaskClient client, TimeProvider time)
{
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a signal to the part of the run that takes it, and answers 202 with its id.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The name of the signal.</param>
    /// <param name="payload">Makes the payload from the signal's id, once it is sure that the run takes signals.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ApiProblemException">There is no such run, it has ended, or it has not begun within 5 seconds.</exception>
    public async Task<IResult> AcceptAsync(string run, string name, Func<string, Task<object>> payload, CancellationToken cancellation)
    {
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var instance = await ReceiverAsync(run, cancellation);
        try
        {
            await client.RaiseEventAsync(instance, name, await payload(id), cancellation);
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

        return TypedResults.Accepted($"/api/runs/{run}", new SignalView(run, id, name));
    }

    async Task<string> ReceiverAsync(string run, CancellationToken cancellation)
    {
        var lookup = new RunLookup(client);
        for (var waited = TimeSpan.Zero; waited < _patience; waited += _step)
        {
            var (instance, loop) = await lookup.GetAsync(run, cancellation);
            if (instance.IsCompleted || loop is { IsCompleted: true })
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
