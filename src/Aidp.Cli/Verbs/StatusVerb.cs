using System.CommandLine;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp status</c>: shows how a run stands.</summary>
sealed class StatusVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _json = JsonOption();

    public StatusVerb(Terminal terminal)
        : base("status", "Show how a run stands, and what it waits for.", terminal)
    {
        Add(_run);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        var held = await host.HeldAsync(cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(held.Json(run)));
        }
        else
        {
            await RunReport.WriteStatusAsync(Terminal, run, held.Reason(run), Next(parse));
        }

        return ExitCodes.Completed;
    }
}
