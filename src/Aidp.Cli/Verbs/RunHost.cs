using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Client;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary>The host that a verb uses: the one in the background, or one in this process that ends with the verb.</summary>
sealed class RunHost : IAsyncDisposable
{
    readonly HostConnection _connection;
    HostProcess? _own;

    RunHost(HostConnection connection) => _connection = connection;

    /// <summary>Whether the host is in this process.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Finds the host in the background, or starts one here. One in the background that has nothing to do makes way; one that is at work is used.</summary>
    public static async Task<RunHost> OpenAsync(StateFolder state, bool foreground, Terminal terminal, CancellationToken cancellation)
    {
        var connection = new HostConnection(state, terminal);
        var host = new RunHost(connection);
        if (foreground)
        {
            await connection.EndIdleAsync(cancellation);
            try
            {
                host._own = await HostProcess.StartAsync(new HostSettings { State = state }, terminal, cancellation);
            }
            catch (StateFolderTakenException e) when (HostRecord.Read(state) is not null)
            {
                await terminal.Error.WriteLineAsync($"note: {e.Message} It is at work, so this run is left to it.");
            }
        }

        return host;
    }

    /// <summary>Connects to it.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller owns the client.")]
    public async Task<HostClient> ConnectAsync(CancellationToken cancellation) =>
        _own is null ? await _connection.OpenAsync(cancellation) : new HostClient(_own.Record.Socket);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }
}
