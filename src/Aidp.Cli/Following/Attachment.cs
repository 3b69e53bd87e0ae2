using Aidp.Cli.Client;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Following;

/// <summary>Shows one run until it ends, or until only a person helps.</summary>
sealed class Attachment(Terminal terminal, Func<CancellationToken, Task<HostClient>> connect, NextCommands next, bool json)
{
    /// <summary>Follows the run, reports how it ended, and returns the exit code that says so.</summary>
    public async Task<int> FollowAsync(string id, bool ownHost, CancellationToken cancellation)
    {
        try
        {
            return await FollowToEndAsync(id, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync(ownHost
                ? $"Stopping; Ctrl-C again ends at once. The run is kept and goes on with: {next.For("attach", id)}"
                : $"Detached; the run goes on in the background. Follow it: {next.For("attach", id)}   End it: {next.For("cancel", id)}");
            return ExitCodes.Cancelled;
        }
    }

    async Task<int> FollowToEndAsync(string id, CancellationToken cancellation)
    {
        RunView? last = null;
        using var tail = new LogTail(connect);
        await using (var display = Display(tail))
        {
            await foreach (var progress in new RunFollower(connect, terminal.Time).FollowAsync(id, cancellation))
            {
                await display.ShowAsync(progress, cancellation);
                last = progress.Run;
            }
        }

        if (!json)
        {
            await RunReport.WriteEndAsync(terminal, last!, next);
        }
        else if (last!.Result is { } result)
        {
            await terminal.Out.WriteLineAsync(OutputJson.Line("result", id, result));
        }
        else
        {
            await terminal.Out.WriteLineAsync(OutputJson.Line(new { Type = "waiting", Run = id, last.Status, last.Why, last.Loop?.Waiting }));
        }

        await terminal.Out.FlushAsync(cancellation);
        return RunFollower.Outcome(last!) ?? ExitCodes.Failed;
    }

    RunDisplay Display(LogTail tail) => json ? new JsonLines(terminal) : terminal.OutIsTerminal ? new LiveView(terminal, tail) : new PlainLines(terminal);
}
