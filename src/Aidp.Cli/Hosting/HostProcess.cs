using System.Globalization;
using System.Net.Sockets;
using Aidp.Activities.Configuration;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Store;
using Aidp.Functions.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aidp.Cli.Hosting;

/// <summary>The embedded host of one state folder, in this process.</summary>
sealed class HostProcess : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly HostLock _lock;

    HostProcess(WebApplication app, HostLock owned, HostRecord record)
    {
        _app = app;
        _lock = owned;
        Record = record;
    }

    /// <summary>How it is reached.</summary>
    public HostRecord Record { get; }

    /// <summary>Where the store is and what an acknowledged step has survived, for people.</summary>
    public string Durability => Engine.StoreDescription;

    DurableEngine Engine => _app.Services.GetRequiredService<DurableEngine>();

    /// <summary>Takes the folder, starts, and goes on with everything unfinished.</summary>
    /// <exception cref="StateFolderTakenException">Another host owns the folder.</exception>
    /// <exception cref="CommandException">The folder, its store or the port cannot be used; the message says why and what helps.</exception>
    public static async Task<HostProcess> StartAsync(HostSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        var state = settings.State.Ensure(terminal);
        var machine = ConfigurationLoader.Load(new() { Environment = terminal.Variables }).Host;
        HostLock? owned = null;
        try
        {
            owned = await TakeAsync(state, terminal.Time, cancellation);
            CrashHook.Arm(terminal.Environment);
            var socket = SocketPlace.Prepare(state, terminal);

            // Left by a host that was killed; nobody listens on it, because the lock is ours.
            File.Delete(socket);
            var app = HostApplication.Build(settings with { Machine = machine, Variables = terminal.Variables }, socket);
            return await ListenAsync(app, owned, settings, socket, cancellation);
        }
        catch (Exception e)
        {
            owned?.Dispose();
            if (Refusal(e, settings) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    /// <summary>Ends when the host has stopped, because it was asked to or because it cannot go on.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    /// <summary>Stops: running steps are given a moment, then ended; all of it goes on with the next host.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException && Engine.Completion.IsFaulted)
        {
            throw new CommandException(ExitCodes.Failed, $"The host stopped because its engine cannot go on: {e.Message}{(e is StoreException ? "" : " What was acknowledged is kept; remove the cause and start again.")}", e);
        }
        finally
        {
            await _app.DisposeAsync();
            File.Delete(Record.Socket);
            _lock.Dispose();
        }
    }

    // What a fault means for whoever starts the host; null when nobody could have foreseen it.
    static CommandException? Refusal(Exception fault, HostSettings settings) => fault switch
    {
        StoreException => new(ExitCodes.Failed, fault.Message, fault),
        SocketException or IOException { InnerException: AddressInUseException or AggregateException or SocketException } when settings.Port is not null and not 0 =>
            new(ExitCodes.Usage, $"Port {settings.Port} cannot be had: {fault.GetBaseException().Message}. Choose another one with --port PORT; 0 takes any that is free.", fault),
        _ => FileFault.Is(fault) ? settings.State.Unusable(fault) : null,
    };

    static async Task<HostProcess> ListenAsync(WebApplication app, HostLock owned, HostSettings settings, string socket, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
            var record = new HostRecord
            {
                ProcessId = Environment.ProcessId,
                Version = HealthView.ThisVersion,
                Socket = socket,
                Url = Url(app),
                Background = settings.IdleExit is not null,
                StartedAt = app.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
            };
            record.Write(settings.State);
            return new HostProcess(app, owned, record);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    static async Task<HostLock> TakeAsync(StateFolder state, TimeProvider time, CancellationToken cancellation)
    {
        // A host that is about to end may still hold it for a moment.
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var taken = HostLock.TryTake(state, HealthView.ThisVersion);
            if (taken is not null)
            {
                return taken;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }

        var (holder, process) = HostRecord.Read(state) is { } record ? ($"process {record.ProcessId}, Aidp {record.Version}", record.ProcessId.ToString(CultureInfo.InvariantCulture)) : ("its process is not known", "PID");
        throw new StateFolderTakenException($"Another host ({holder}) owns the state folder {state.Path}.", $"End it with `kill {process}` (its runs are kept and go on with the next host), or give another folder with --state DIR.");
    }

    static Uri? Url(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
            .Select(address => new Uri(address))
            .FirstOrDefault();
}
