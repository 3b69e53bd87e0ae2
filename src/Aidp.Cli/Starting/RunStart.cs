using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Starting;

/// <summary>Asks a host to start a run, and again when the connection is lost before it answers: it may have started it, and a run costs money.</summary>
sealed class RunStart(Func<CancellationToken, Task<HostClient>> connect, NextCommands next, TimeProvider time)
{
    const int MostLosses = 4;

    static readonly TimeSpan _afterLoss = TimeSpan.FromMilliseconds(500);

    /// <summary>Starts the run, once however often it is asked for.</summary>
    /// <exception cref="CommandException">The host refuses it, or went away again and again.</exception>
    public async Task<RunView> StartAsync(StartRunBody asked, CancellationToken cancellation)
    {
        // Named before it is sent: an answer that is lost leaves a name to ask for.
        var body = asked with { Id = asked.Id ?? NewRunId.Create(asked.Task) };
        for (var losses = 0; ;)
        {
            try
            {
                using var client = await connect(cancellation);
                return await client.StartAsync(body, isRepeated: losses > 0, cancellation);
            }
            catch (Exception e) when (IsLoss(e) && (losses > 0 || MayHaveArrived(e)))
            {
                if (++losses == MostLosses)
                {
                    throw new CommandException(ExitCodes.Failed, $"The host went away each time that it was asked to start {body.Id} ({e.Message}). Whether it has started it: {next.For("status", body.Id!)}", e);
                }
            }

            await Task.Delay(_afterLoss, time, cancellation);
        }
    }

    static bool IsLoss(Exception e) => e is HttpRequestException or HttpIOException or TaskCanceledException { InnerException: TimeoutException };

    static bool MayHaveArrived(Exception e) =>
        e is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };
}
