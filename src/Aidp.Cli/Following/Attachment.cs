using Aidp.Cli.Client;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Following;

/// <summary>Shows one run until it ends, until only a person helps, or until a person who watches wants something else.</summary>
sealed class Attachment(Terminal terminal, Func<CancellationToken, Task<HostClient>> connect, NextCommands next, bool json)
{
    readonly RunDisplay? _lines = json ? new JsonLines(terminal) : terminal.OutIsTerminal ? null : new PlainLines(terminal);

    /// <summary>Follows a run that was there before.</summary>
    /// <exception cref="CommandException">It is held: nothing of it would come.</exception>
    public async Task<int> FollowAsync(HostClient host, RunView run, bool ownHost, CancellationToken cancellation) => (await host.HeldAsync(cancellation)).Reason(run) is { } reason
        ? throw new CommandException(ExitCodes.WaitingForPerson, $"{run.Id} is held, and does not go on: {reason} What helps: {HeldRuns.Remedy(run.Id, next)}")
        : await FollowAsync(run.Id, ownHost, cancellation);

    /// <summary>Follows the run, reports how it ended, and returns the exit code that says so.</summary>
    public async Task<int> FollowAsync(string id, bool ownHost, CancellationToken cancellation)
    {
        var untilPaused = false;
        for (var again = false; ; again = true)
        {
            using var asked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using var taken = terminal.CanAsk ? terminal.Interrupts.Take(() => Cancel(asked)) : null;
            try
            {
                if (again)
                {
                    await terminal.Error.WriteLineAsync("Watching on.");
                }

                return await FollowToEndAsync(id, untilPaused, asked.Token);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return await DetachedAsync(id, ownHost);
            }
            catch (OperationCanceledException) when (asked.IsCancellationRequested)
            {
                // Asked what is wanted, below.
            }

            switch (await AskAsync(ownHost, cancellation))
            {
                case InterruptChoice.Detach:
                    return await DetachedAsync(id, ownHost);
                case InterruptChoice.Pause when await SendAsync(id, "pause", cancellation) && !ownHost:
                    await terminal.Error.WriteLineAsync($"{id} pauses before its next step. Let it go on: {next.For("resume", id)}   End it: {next.For("cancel", id)}");
                    return ExitCodes.WaitingForPerson;
                case InterruptChoice.Pause:
                    untilPaused = true;
                    break;
                case InterruptChoice.Cancel:
                    await SendAsync(id, "cancel", cancellation);
                    break;
                default:
                    break;
            }
        }
    }

    static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came as the following ended.
        }
    }

    async Task<InterruptChoice> AskAsync(bool ownHost, CancellationToken cancellation)
    {
        using var again = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var taken = terminal.Interrupts.Take(() => Cancel(again));
        return await new InterruptMenu(terminal).AskAsync(ownHost, again.Token);
    }

    async Task<int> DetachedAsync(string id, bool ownHost)
    {
        await terminal.Error.WriteLineAsync(ownHost
            ? $"Stopping; Ctrl-C again ends at once. The run is kept and goes on with: {next.For("attach", id)}"
            : $"Detached; the run goes on in the background. Follow it: {next.For("attach", id)}   End it: {next.For("cancel", id)}");
        return ExitCodes.Cancelled;
    }

    /// <summary>Sends a signal; false when the run had ended, which following it will tell.</summary>
    async Task<bool> SendAsync(string id, string signal, CancellationToken cancellation)
    {
        try
        {
            using var client = await connect(cancellation);
            await client.SignalAsync(id, signal, cancellation);
            return true;
        }
        catch (CommandException e)
        {
            await terminal.Error.WriteLineAsync($"aidp: {e.Message}");
            return false;
        }
    }

    async Task<int> FollowToEndAsync(string id, bool untilPaused, CancellationToken cancellation)
    {
        RunView? last = null;
        var tail = _lines is null ? new LogTail() : null;
        await using (var display = tail is null ? _lines! : new LiveView(terminal, tail))
        {
            await foreach (var progress in new RunFollower(connect, terminal.Time) { Tail = tail }.FollowAsync(id, cancellation))
            {
                await display.ShowAsync(progress, cancellation);
                last = progress.Run;
                if (untilPaused && RunFollower.IsPaused(last))
                {
                    break;
                }
            }
        }

        await ReportAsync(last!);
        await terminal.Out.FlushAsync(cancellation);
        return RunFollower.Outcome(last!) ?? ExitCodes.WaitingForPerson;
    }

    async Task ReportAsync(RunView run)
    {
        if (!json)
        {
            await RunReport.WriteEndAsync(terminal, run, next);
        }
        else if (run.Result is { } result)
        {
            await terminal.Out.WriteLineAsync(OutputJson.Line("result", run.Id, result));
        }
        else
        {
            await terminal.Out.WriteLineAsync(OutputJson.Line(new { Type = "waiting", Run = run.Id, run.Status, run.Why, run.Loop?.Waiting }));
        }
    }
}
