using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Aidp.Cli.Hosting;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp host</c>: the host in the background, started by the other verbs; not for people.</summary>
sealed class HostVerb : Verb
{
    readonly Option<int> _idle = new("--idle-seconds") { DefaultValueFactory = _ => 600 };

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
        var settings = new HostSettings { State = State(parse), IdleExit = TimeSpan.FromSeconds(parse.GetValue(_idle)), LogFile = Terminal.Environment(HostLog.Variable), Verbose = true };
        await using var host = await HostProcess.StartAsync(settings, Terminal, cancellation);
        await Terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Aidp {host.Record.Version}, process {host.Record.ProcessId}, hosts {settings.State.Path}."));
        await host.WaitAsync(cancellation);
        return ExitCodes.Completed;
    }
}
