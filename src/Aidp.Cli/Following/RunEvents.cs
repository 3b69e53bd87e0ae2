using System.Runtime.CompilerServices;
using Aidp.Cli.Client;

namespace Aidp.Cli.Following;

/// <summary>The events of one run to its end, each once, over as many connections and hosts as it takes.</summary>
sealed class RunEvents(Func<CancellationToken, Task<HostClient>> connect, TimeProvider time)
{
    /// <summary>The name of the last event.</summary>
    public const string End = "end";

    const int MostLosses = 5;

    static readonly TimeSpan _afterLoss = TimeSpan.FromMilliseconds(500);

    /// <summary>Reads them.</summary>
    /// <param name="id">The run.</param>
    /// <param name="query">What is to be told.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">The host went away, and came back no more.</exception>
    public async IAsyncEnumerable<HostEvent> ReadAsync(string id, string query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? last = null;
        for (var losses = 0; ; losses++)
        {
            Exception? loss = null;
            await using var told = ConnectionAsync(id, query, last, cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                try
                {
                    if (!await told.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException } && losses < MostLosses)
                {
                    // The host has gone; another one goes on with the run.
                    loss = e;
                    break;
                }

                (last, losses) = (told.Current.Id ?? last, 0);
                yield return told.Current;
                if (told.Current.Name == End)
                {
                    yield break;
                }
            }

            if (loss is null && losses >= MostLosses)
            {
                throw new HttpRequestException("its streams of events end before they begin");
            }

            if (loss is not null || losses > 0)
            {
                await Task.Delay(_afterLoss, time, cancellation);
            }
        }
    }

    async IAsyncEnumerable<HostEvent> ConnectionAsync(string id, string query, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var client = await connect(cancellation);
        await foreach (var told in client.EventsAsync(id, query, after, cancellation))
        {
            yield return told;
        }
    }
}
