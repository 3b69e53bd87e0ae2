using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;

namespace Aidp.Cli.Verbs;

/// <summary>A verb that talks to a host: the one of a state folder on this machine, over its socket, or any endpoint, over HTTP.</summary>
abstract class ClientVerb : Verb
{
    static readonly TimeSpan _signalPatience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan _signalStep = TimeSpan.FromMilliseconds(50);

    readonly Option<string?> _host = new("--host")
    {
        Description = $"The address of any Aidp endpoint; {RemoteHost.UrlVariable} when it is not given, else the host on this machine.",
        HelpName = "URL",
    };

    readonly Option<string?> _keyFile = new("--key-file", "--key")
    {
        Description = $"The file that holds the key for --host, - for standard input; {RemoteHost.KeyVariable} holds the key itself when it is not given.",
        HelpName = "FILE",
    };

    /// <summary>A verb of this name.</summary>
    protected ClientVerb(string name, string description, Terminal terminal)
        : base(name, description, terminal)
    {
        Add(_host);
        Add(_keyFile);
        Refuse(parse => parse.GetValue(_host) is not null && StateOption(parse) is not null ? "--state is a folder on this machine, --host an endpoint anywhere: give one of them." : null);
    }

    /// <summary>The argument that names a run.</summary>
    protected static Argument<string> RunArgument() => new("ID") { Description = "The run: its id, or the beginning of it." };

    /// <summary>The endpoint that is asked for; null for the host of a state folder.</summary>
    protected RemoteHost? Remote(ParseResult parse) => RemoteHost.Find(parse.GetValue(_host), StateOption(parse), parse.GetValue(_keyFile), Terminal);

    /// <summary>Connects to the host, and starts one on this machine when none answers there.</summary>
    protected Task<HostClient> ConnectAsync(ParseResult parse, CancellationToken cancellation) => Connection(parse)(cancellation);

    /// <summary>Sends a signal and waits, not for long, until the run has taken it: whoever looks at the run next sees that it came.</summary>
    /// <param name="host">The host.</param>
    /// <param name="run">The run.</param>
    /// <param name="sending">Sends it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="isSo">Whether the run is as the signal wants it, or about to be: then it is no failure that it is ignored. Null when that cannot be.</param>
    /// <exception cref="CommandException">The run ignores the signal; the message says why.</exception>
    protected async Task<SentSignal> SendAsync(HostClient host, string run, Task<SignalView> sending, CancellationToken cancellation, Func<RunView, bool>? isSo = null)
    {
        var signal = await sending;
        var sent = new SentSignal(signal, await host.RunAsync(run, cancellation));
        for (var waited = TimeSpan.Zero; sent is { Run.Finished: false, Entry: null } && waited < _signalPatience; waited += _signalStep)
        {
            await Task.Delay(_signalStep, Terminal.Time, cancellation);
            sent = sent with { Run = await host.RunAsync(run, cancellation) };
        }

        return sent.Entry is { Answer: SignalAnswer.Ignored } ignored && isSo?.Invoke(sent.Run) != true
            ? throw new CommandException(ExitCodes.Failed, $"{run} ignores it: {ignored.Note}.")
            : sent;
    }

    /// <summary>The host of a run that is followed: in this process when that is asked for.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The caller owns the host.")]
    protected async Task<RunHost> RunHostAsync(ParseResult parse, bool foreground, CancellationToken cancellation) => (foreground, Remote(parse)) switch
    {
        (false, _) => RunHost.At(Connection(parse)),
        (true, null) => await RunHost.InThisProcessAsync(State(parse), Terminal, cancellation),
        (true, { } remote) => throw new CommandException(ExitCodes.Usage, $"--foreground hosts in this process, and the host is to be {remote.Url}: leave one of them out (--state DIR goes before {RemoteHost.UrlVariable})."),
    };

    /// <summary>How the host is connected to, once or again.</summary>
    protected Func<CancellationToken, Task<HostClient>> Connection(ParseResult parse)
    {
        if (Remote(parse) is not { } remote)
        {
            return new HostConnection(State(parse), Terminal).OpenAsync;
        }

        if (remote is { IsOpenToListeners: true, Key: not null })
        {
            Terminal.Error.WriteLine($"warning: {remote.Url} is not encrypted: the key can be read on the way. Use https://, or a tunnel.");
        }

        return _ => Task.FromResult(remote.Connect());
    }

    /// <inheritdoc/>
    protected override NextCommands Next(ParseResult parse) => base.Next(parse) with { HostOption = parse.GetValue(_host), KeyFileOption = parse.GetValue(_keyFile) };

    /// <inheritdoc/>
    protected override string Unreachable(ParseResult parse, string cause) => Remote(parse) is { } remote
        ? $"no answer from {remote.Url} ({cause}). Look at the address and the network; `curl {new Uri(remote.Url, "healthz")}` asks whether a host is there."
        : base.Unreachable(parse, cause);
}
