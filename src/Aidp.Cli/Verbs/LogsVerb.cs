using System.CommandLine;
using System.Text;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Events;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp logs</c> and <c>aidp jobs logs</c>: show what agents and checks print.</summary>
sealed class LogsVerb : ClientVerb
{
    // What an agent prints must not steer the terminal; a program that reads it gets all of it.
    readonly SteeringFilter _filter = new();
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the run ends." };
    readonly Option<int?> _tail = NumberOption.Create("--tail", "N", $"Begin with the last N lines, at most {LogLines.Most}.", 0, LogLines.Most);
    readonly Option<bool> _json = JsonOption("Write JSON: one object for each piece, with its offset.");

    public LogsVerb(Terminal terminal)
        : base("logs", "Show what the agents and checks of a run print.", terminal)
    {
        Add(_run);
        Add(_follow);
        Add(_tail);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var connect = Connection(parse);
        using var host = await connect(cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);

        // Read once: what is printed meanwhile is not waited for, or there would be no end to an agent that prints steadily.
        var end = await host.LogLengthAsync(run.Id, cancellation);
        var offset = parse.GetValue(_tail) is { } lines ? await LogLines.FindLastAsync(host, run.Id, lines, end, cancellation) : 0;
        var held = (await host.HeldAsync(cancellation)).Reason(run);
        if (parse.GetValue(_follow) && !run.Finished && held is null)
        {
            await FollowAsync(connect, run.Id, offset, parse.GetValue(_json), cancellation);
        }
        else
        {
            await CopyAsync(host, run.Id, offset, end, parse.GetValue(_json), cancellation);
        }

        if (held is not null)
        {
            await Terminal.Error.WriteLineAsync($"{run.Id} is held, and prints nothing more: {held} What helps: {HeldRuns.Remedy(run.Id, Next(parse))}");
        }

        return ExitCodes.Completed;
    }

    async Task FollowAsync(Func<CancellationToken, Task<HostClient>> connect, string id, long offset, bool json, CancellationToken cancellation)
    {
        // Where the output of the step begins, once all of it is told.
        var (step, begin) = (0, offset);
        await foreach (var told in new RunEvents(connect, Terminal.Time).ReadAsync(id, $"outputFrom={offset}", cancellation))
        {
            if (told.Name == "output" && told.Read<OutputData>() is var piece)
            {
                (step, begin) = piece.Step == step ? (step, begin) : (piece.Step, offset - piece.Offset);
                await WriteAsync(id, begin + piece.Offset, piece.Text, json);
                offset = begin + piece.Offset + piece.Bytes;
                await Terminal.Out.FlushAsync(cancellation);
            }
        }
    }

    async Task CopyAsync(HostClient host, string id, long offset, long end, bool json, CancellationToken cancellation)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        byte[] bytes;
        while (offset < end && (bytes = await host.LogsAsync(id, offset, cancellation)).Length > 0)
        {
            bytes = bytes[..(int)Math.Min(bytes.Length, end - offset)];
            var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            await WriteAsync(id, offset, new string(characters, 0, decoder.GetChars(bytes, characters, flush: false)), json);
            offset += bytes.Length;
        }

        await Terminal.Out.FlushAsync(cancellation);
    }

    Task WriteAsync(string id, long offset, string text, bool json) =>
        Terminal.Out.WriteAsync(json ? OutputJson.Line(new { Run = id, Offset = offset, Text = text }) + "\n" : Terminal.OutIsTerminal ? _filter.Next(text) : text);
}
