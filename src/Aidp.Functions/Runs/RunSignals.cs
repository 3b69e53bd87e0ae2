using Aidp.Functions.Api;

namespace Aidp.Functions.Runs;

/// <summary>Sends signals to runs.</summary>
sealed class RunSignals(DurableTaskClient client, TimeProvider time)
{
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a signal to the part of the run that takes it.</summary>
    /// <exception cref="ApiProblemException">There is no such run, it has ended, or it has not begun within 5 seconds.</exception>
    public async Task SendAsync(string run, string name, object payload, CancellationToken cancellation)
    {
        var instance = await ReceiverAsync(run, cancellation);
        try
        {
            await client.RaiseEventAsync(instance, name, payload, cancellation);
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
