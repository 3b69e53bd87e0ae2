using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Client;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary>The host that a verb uses: the one in the background, or one in this process that ends with the verb.</summary>
sealed class RunHost : IAsyncDisposable
{
    readonly Func<CancellationToken, Task<HostClient>> _connect;
    readonly HostProcess? _own;

    RunHost(Func<CancellationToken, Task<HostClient>> connect, HostProcess? own = null) => (_connect, _own) = (connect, own);

    /// <summary>Whether the host is in this process.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>A host that is elsewhere.</summary>
    public static RunHost At(Func<CancellationToken, Task<HostClient>> connect) => new(connect);

    /// <summary>Starts a host here. One in the background that has nothing to do makes way; one that is at work is used instead.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The run's host owns the process that it starts.")]
    public static async Task<RunHost> InThisProcessAsync(StateFolder state, Terminal terminal, CancellationToken cancellation)
    {
        var connection = new HostConnection(state, terminal);
        await connection.EndIdleAsync(cancellation);
        try
        {
            var own = await HostProcess.StartAsync(new HostSettings { State = state }, terminal, cancellation);
            return new(_ => Task.FromResult(HostClient.OverSocket(own.Record.Socket)), own);
        }
        catch (StateFolderTakenException e) when (HostRecord.Read(state) is not null)
        {
            await terminal.Error.WriteLineAsync($"note: {e.Cause} It is at work, so this run is left to it.");
            return new(connection.OpenAsync);
        }
    }

    /// <summary>Connects to it.</summary>
    public Task<HostClient> ConnectAsync(CancellationToken cancellation) => _connect(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
