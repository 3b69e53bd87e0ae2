using System.CommandLine;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp pause</c>, <c>resume</c> and <c>cancel</c>: signals without a content of their own.</summary>
sealed class ControlVerb : ClientVerb
{
    const string CancelName = "cancel";

    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until it has happened." };
    readonly Option<bool> _json = JsonOption("Write the signal as JSON; with --wait, the run as it stands then.");
    readonly Func<RunView, bool> _isDone;
    readonly string _asked;

    ControlVerb(string name, string description, string asked, Func<RunView, bool> isDone, Terminal terminal)
        : base(name, description, terminal)
    {
        (_asked, _isDone) = (asked, isDone);
        Add(_run);
        Add(_wait);
        Add(_json);
    }

    /// <summary><c>aidp pause</c>.</summary>
    public static ControlVerb Pause(Terminal terminal) => new(
        "pause", "Let a run stop before its next step; the step that runs comes to its end.", "to pause before its next step", run => run.Loop?.Paused?.Since is not null, terminal);

    /// <summary><c>aidp resume</c>.</summary>
    public static ControlVerb Resume(Terminal terminal) => new(
        "resume", "Let a run go on: one that is paused, or one that waits for a person or a time.", "to go on", run => run.Status == RunState.Running, terminal);

    /// <summary><c>aidp cancel</c>.</summary>
    public static ControlVerb Cancel(Terminal terminal) => new(
        CancelName, "End a run, with its running agent or check; its work is kept.", "to end", run => run.Finished, terminal);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var connect = Connection(parse);
        using var host = await connect(cancellation);
        var found = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        var id = found.Id;
        var isHeld = await EndIfHeldAsync(host, found, Next(parse), cancellation);
        var signal = isHeld ? null : await SendAsync(host, id, host.SignalAsync(id, Name, cancellation), cancellation);
        if (isHeld || parse.GetValue(_wait))
        {
            var run = await new RunFollower(connect, Terminal.Time).UntilAsync(id, _isDone, cancellation);
            await Terminal.Out.WriteLineAsync(parse.GetValue(_json) ? OutputJson.Document(run) : $"{id} {RunWords.Status(run.Status)}: {run.Why}");
            return ExitCodes.Completed;
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(signal));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"Asked {id} {_asked}. What became of it: {Next(parse).For("status", id)}");
        }

        return ExitCodes.Completed;
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
