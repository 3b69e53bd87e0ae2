using System.CommandLine;
using System.Text;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp logs</c> and <c>aidp jobs logs</c>: show what agents and checks print.</summary>
sealed class LogsVerb : ClientVerb
{
    static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

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
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        var decoder = Encoding.UTF8.GetDecoder();
        var offset = parse.GetValue(_tail) is { } lines ? await LogLines.FindLastAsync(host, id, lines, cancellation) : 0;
        bool last;
        do
        {
            // Looked at first: what is written between the two looks is read by this one.
            last = !parse.GetValue(_follow) || (await host.RunAsync(id, cancellation)).Finished;
            offset = await CopyAsync(host, id, offset, decoder, parse.GetValue(_json), cancellation);
            if (!last)
            {
                await Task.Delay(_interval, Terminal.Time, cancellation);
            }
        }
        while (!last);
        return ExitCodes.Completed;
    }

    async Task<long> CopyAsync(HostClient host, string id, long offset, Decoder decoder, bool json, CancellationToken cancellation)
    {
        byte[] bytes;
        while ((bytes = await host.LogsAsync(id, offset, cancellation)).Length > 0)
        {
            var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            var text = new string(characters, 0, decoder.GetChars(bytes, characters, flush: false));
            await Terminal.Out.WriteAsync(json ? OutputJson.Line(new { Run = id, Offset = offset, Text = text }) + "\n" : text);
            offset += bytes.Length;
        }

        await Terminal.Out.FlushAsync(cancellation);
        return offset;
    }
}
