using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Aidp.Cli.Hosting;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp host</c>: the host in the background, started by the other verbs; not for people.</summary>
sealed class HostVerb : Verb
{
    static readonly TimeSpan _defaultIdle = TimeSpan.FromMinutes(10);

    readonly Option<int?> _idle = NumberOption.Create("--idle-seconds", "N", "After how long without clients and runs it ends.", 1, int.MaxValue);

    public HostVerb(Terminal terminal)
        : base("host", "Host runs in the background.", terminal)
    {
        Hidden = true;
        Add(_idle);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        Session.Leave();
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        var settings = new HostSettings { State = State(parse), IdleExit = parse.GetValue(_idle) is { } seconds ? TimeSpan.FromSeconds(seconds) : _defaultIdle, LogFile = Terminal.Environment(HostLog.Variable), Verbose = true };
        try
        {
            return await HostAsync(settings, cancellation);
        }
        catch (StateFolderTakenException e)
        {
            await Terminal.Error.WriteLineAsync($"aidp: {e.Message}");
            return StateFolderTakenException.HostExitCode;
        }
    }

    async Task<int> HostAsync(HostSettings settings, CancellationToken cancellation)
    {
        await using var host = await HostProcess.StartAsync(settings, Terminal, cancellation);
        await Terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Aidp {host.Record.Version}, process {host.Record.ProcessId}, hosts {settings.State.Path}."));
        await host.WaitAsync(cancellation);
        return ExitCodes.Completed;
    }
}
