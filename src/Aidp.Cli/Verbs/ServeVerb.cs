using System.CommandLine;
using Aidp.Cli.Hosting;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp serve</c>: hosts in this process, and answers over TCP too.</summary>
sealed class ServeVerb : Verb
{
    const int DefaultPort = 7071;

    readonly Option<int?> _port = NumberOption.Create("--port", "PORT", $"The port on loopback, {DefaultPort} when it is not given; 0 for any free one.", 0, 65535);
    readonly Option<bool> _json = JsonOption("Write where the host answers as JSON.");

    public ServeVerb(Terminal terminal)
        : base("serve", "Host runs in this process and answer HTTP on loopback.", terminal)
    {
        Add(_port);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var settings = new HostSettings { State = State(parse), Port = parse.GetValue(_port) ?? DefaultPort, Verbose = true };
        await using var host = await HostProcess.StartAsync(settings, Terminal, cancellation);
        var record = host.Record;
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Line(new { record.Url, record.Socket, Key = settings.State.KeyFile, record.ProcessId, record.Version, host.Durability, State = settings.State.Path }));
        }
        else
        {
            await Terminal.Out.WriteLineAsync($"""
                Aidp {record.Version} hosts {settings.State.Path}
                  address     {record.Url}
                  key         {settings.State.KeyFile} (send it in the header x-aidp-key)
                  durability  {host.Durability}
                  try         curl -H "x-aidp-key: $(cat '{settings.State.KeyFile}')" {record.Url}api/runs
                  stop        Ctrl-C; unfinished runs go on with the next host
                """);
        }

        await Terminal.Out.FlushAsync(cancellation);
        await host.WaitAsync(cancellation);
        return ExitCodes.Completed;
    }
}
