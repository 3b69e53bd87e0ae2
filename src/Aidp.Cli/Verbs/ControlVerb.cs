using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp pause</c>, <c>resume</c> and <c>cancel</c>: signals without a content of their own.</summary>
sealed class ControlVerb : ClientVerb
{
    const string CancelName = "cancel";
    const string PauseName = "pause";

    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until it has happened." };
    readonly Option<bool> _json = JsonOption("Write the signal as JSON; with --wait, the run as it stands then.");
    readonly Func<RunView, bool> _isSo;
    readonly Func<SignalEntry?, RunView, bool> _isDecided;
    readonly string _asked;

    ControlVerb(string name, string description, string asked, Func<RunView, bool> isSo, Func<SignalEntry?, RunView, bool> isDecided, Terminal terminal)
        : base(name, description, terminal)
    {
        (_asked, _isSo, _isDecided) = (asked, isSo, isDecided);
        Add(_run);
        Add(_wait);
        Add(_json);
    }

    /// <summary><c>aidp pause</c>: it has happened when the run stands still, and does not when somebody lets it go on before.</summary>
    public static ControlVerb Pause(Terminal terminal) => new(
        PauseName,
        "Let a run stop before its next step; the step that runs comes to its end.",
        "to pause before its next step",
        run => run.Loop?.Paused is not null,
        (entry, run) => RunFollower.IsPaused(run) || (entry is not null && run.Loop?.Paused is null),
        terminal);

    /// <summary><c>aidp resume</c>: it has happened when the run has taken it, whatever comes next.</summary>
    public static ControlVerb Resume(Terminal terminal) => new(
        "resume", "Let a run go on: one that is paused, or one that waits for a person or a time.", "to go on", run => run.Status == RunState.Running, (entry, _) => entry is not null, terminal);

    /// <summary><c>aidp cancel</c>: it has happened when the run has ended.</summary>
    public static ControlVerb Cancel(Terminal terminal) => new(
        CancelName, "End a run, with its running agent or check; its work is kept.", "to end", run => run.Status == RunState.Cancelling || run.Finished, (_, run) => run.Finished, terminal);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var connect = Connection(parse);
        using var host = await connect(cancellation);
        var found = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        var id = found.Id;
        var isHeld = await EndIfHeldAsync(host, found, Next(parse), cancellation);
        var sent = isHeld ? null : await SendAsync(host, id, host.SignalAsync(id, Name, cancellation), cancellation, _isSo);
        if (isHeld || parse.GetValue(_wait))
        {
            return await WaitAsync(new RunFollower(connect, Terminal.Time), id, sent, parse.GetValue(_json), cancellation);
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(sent!.Signal));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"{(sent!.Entry is { Answer: SignalAnswer.Ignored } ignored ? $"Nothing to do for {id}: {ignored.Note}." : $"Asked {id} {_asked}.")} What became of it: {Next(parse).For("status", id)}");
        }

        return ExitCodes.Completed;
    }

    async Task<int> WaitAsync(RunFollower follower, string id, SentSignal? sent, bool json, CancellationToken cancellation)
    {
        string? told = null;
        var entry = sent?.Entry;
        var run = await follower.UntilAsync(id, IsDecided, cancellation);
        await Terminal.Out.WriteLineAsync(json ? OutputJson.Document(run) : $"{id} {RunWords.Status(run.Status)}: {VisibleText.Of(run.Why)}");
        if (Name != PauseName || RunFollower.IsPaused(run))
        {
            return ExitCodes.Completed;
        }

        await Terminal.Error.WriteLineAsync(run.Finished ? $"aidp: {id} ended before it came to pause." : $"aidp: Somebody let {id} go on before it came to pause.");
        return ExitCodes.Failed;

        bool IsDecided(RunView seen)
        {
            entry ??= sent?.In(seen);
            if (_isDecided(entry, seen))
            {
                return true;
            }

            if (!seen.Finished && seen.Why != told)
            {
                told = seen.Why;
                Terminal.Error.WriteLine($"Waiting: {VisibleText.Of(told)}");
            }

            return false;
        }
    }

    /// <summary>Ends a run that its host cannot go on with, and that therefore takes no signal; the other signals are refused.</summary>
    async Task<bool> EndIfHeldAsync(HostClient host, RunView run, NextCommands next, CancellationToken cancellation)
    {
        if ((await host.HeldAsync(cancellation)).Reason(run) is not { } reason)
        {
            return false;
        }

        if (Name != CancelName)
        {
            throw new CommandException(ExitCodes.Failed, $"{run.Id} is held, and takes no signal: {reason} What helps: {HeldRuns.Remedy(run.Id, next)}");
        }

        await host.EndHeldAsync(run.Id, cancellation);
        return true;
    }
}
