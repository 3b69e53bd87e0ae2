using System.CommandLine;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp jobs stop</c>: ends a run in the background and waits until nothing of it runs any more.</summary>
sealed class JobsStopVerb : ClientVerb
{
    /// <summary>An agent's tree is ended within 2 s; keeping its work takes git as long as the repository is large.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _json = JsonOption("Write the run as JSON.");

    public JobsStopVerb(Terminal terminal)
        : base("stop", "End a run with everything that it started, and wait until it has ended; its work is kept.", terminal)
    {
        Add(_run);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var connect = Connection(parse);
        using var host = await connect(cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        if (!run.Finished)
        {
            await ((await host.HeldAsync(cancellation)).Reason(run) is null ? host.SignalAsync(run.Id, "cancel", cancellation) : host.EndHeldAsync(run.Id, cancellation));
            run = await EndAsync(new RunFollower(connect, Terminal.Time), run.Id, Next(parse), cancellation);
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(run));
        }
        else
        {
            await RunReport.WriteEndAsync(Terminal, run, Next(parse));
        }

        return ExitCodes.Completed;
    }

    async Task<RunView> EndAsync(RunFollower follower, string id, NextCommands next, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_patience, Terminal.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return await follower.UntilAsync(id, _ => false, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.Failed, $"{id} was asked to end and has not within {RunWords.Time(_patience)}. What it does: {next.For("why", id)}", e);
        }
    }
}
