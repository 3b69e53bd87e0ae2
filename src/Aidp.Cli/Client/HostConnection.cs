using Aidp.Activities.Processes;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Client;

/// <summary>Finds the host of a state folder, and starts one in the background when none answers.</summary>
sealed class HostConnection(StateFolder state, Terminal terminal)
{
    /// <summary>The query for runs that have not ended.</summary>
    public const string UnfinishedRuns = "status=pending,running,waiting,paused,cancelling";

    const int SigTerm = 15;

    static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan _healthTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Connects. A host that an update of Aidp left behind makes way when it has nothing to do.</summary>
    /// <exception cref="CommandException">The host is of another version and at work, or none can be started.</exception>
    public async Task<HostClient> OpenAsync(CancellationToken cancellation)
    {
        if (HostRecord.Read(state) is { } record && record.Version != HealthView.ThisVersion)
        {
            await EndIdleAsync(cancellation);
        }

        if (await TryOpenAsync(cancellation) is { } running)
        {
            return running;
        }

        using var started = Launcher.Start(state.Ensure(terminal));
        var begun = terminal.Time.GetTimestamp();
        while (terminal.Time.GetElapsedTime(begun) < _patience)
        {
            // Another client may have started a host at the same moment: then ours finds the folder taken, and theirs answers.
            if (await TryOpenAsync(cancellation) is { } client)
            {
                return client;
            }

            if (started.ExitCode is not (null or StateFolderTakenException.HostExitCode))
            {
                break;
            }

            await Task.Delay(_step, terminal.Time, cancellation);
        }

        throw started.Failure();
    }

    /// <summary>Ends a host that a verb started in the background and that has nothing to do, so that another one can own the folder.</summary>
    /// <returns>Whether no host is left that would have to go first.</returns>
    public async Task<bool> EndIdleAsync(CancellationToken cancellation)
    {
        if (HostRecord.Read(state) is not { } record)
        {
            return true;
        }

        using var client = HostClient.OverSocket(record.Socket);
        if (await HealthAsync(client, cancellation) is null)
        {
            return true;
        }

        if (!record.Background || !await IsIdleAsync(client, cancellation))
        {
            return false;
        }

        var ending = ProcessIdentity.Of(record.ProcessId);
        ProcessSignals.Send(record.ProcessId, SigTerm);
        for (var begun = terminal.Time.GetTimestamp(); ending.IsAlive && terminal.Time.GetElapsedTime(begun) < _patience;)
        {
            await Task.Delay(_step, terminal.Time, cancellation);
        }

        return true;
    }

    /// <summary>Sees to it that a run gets the environment of this terminal: a host that has another makes way when it has nothing to do; when it is at work, a person is told.</summary>
    public async Task GiveEnvironmentAsync(RunSettings settings, CancellationToken cancellation)
    {
        if (HostRecord.Read(state) is { } record && HostEnvironment.Of(record.ProcessId).Differences(settings) is { Count: > 0 } names && !await EndIdleAsync(cancellation))
        {
            await terminal.Error.WriteLineAsync($"note: The host (process {record.ProcessId}) was started with another value of {string.Join(", ", names)} than there is here, and it is at work. The agents and checks of this run get the host's. To change that, end it with `kill {record.ProcessId}` and try again: its runs go on with the next host, which has the values from here.");
        }
    }

    /// <summary>Connects to a host that runs; null when none does.</summary>
    /// <exception cref="CommandException">It is of another version.</exception>
    public async Task<HostClient?> TryOpenAsync(CancellationToken cancellation)
    {
        if (HostRecord.Read(state) is not { } record)
        {
            return null;
        }

        var client = HostClient.OverSocket(record.Socket);
        if (await HealthAsync(client, cancellation) is not { } health)
        {
            client.Dispose();
            return null;
        }

        if (health.Version == HealthView.ThisVersion)
        {
            return client;
        }

        client.Dispose();
        throw new CommandException(
            ExitCodes.Usage,
            $"The host of {state.Path} is Aidp {health.Version}, and this is {HealthView.ThisVersion}. End it with `kill {record.ProcessId}` and try again: its runs are kept and go on.");
    }

    static async Task<bool> IsIdleAsync(HostClient client, CancellationToken cancellation)
    {
        try
        {
            return (await client.RunsAsync(UnfinishedRuns, cancellation)).Count == 0;
        }
        catch (CommandException)
        {
            // A host of another version, which lists its runs in another way: nobody knows.
            return false;
        }
    }

    static async Task<HealthView?> HealthAsync(HostClient client, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_healthTimeout);
        try
        {
            return await client.HealthAsync(timeout.Token);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
