using System.CommandLine;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp cancel</c>: ends a run and keeps its work.</summary>
sealed class CancelVerb : Verb
{
    readonly Argument<string> _run = RunArgument();

    public CancelVerb(Terminal terminal)
        : base("cancel", "End a run, with its running agent or check; its work is kept.", terminal) => Add(_run);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        await host.SignalAsync(run.Id, "cancel", cancellation);
        await Terminal.Error.WriteLineAsync($"Asked {run.Id} to end. See how: {Next(parse).For("attach", run.Id)}");
        return ExitCodes.Completed;
    }
}
