using System.CommandLine;
using System.Globalization;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Replaying;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp history</c>: shows what a run did.</summary>
sealed class HistoryVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _compact = new("--compact") { Description = "A summary of each iteration; what is shown when nothing is said." };
    readonly Option<bool> _full = new("--full") { Description = "Every event of the durable history, instead of a summary of each iteration." };
    readonly Option<string?> _download = new("--download") { Description = "Write the durable history to a file for `aidp replay`; - writes it to standard output.", HelpName = "FILE" };
    readonly Option<bool> _json = JsonOption("Write the durable history as JSON, with all payloads.");

    public HistoryVerb(Terminal terminal)
        : base("history", "Show what a run did, iteration by iteration.", terminal)
    {
        Add(_run);
        Add(_compact);
        Add(_full);
        Add(_json);
        Add(_download);
        Refuse(parse => new[] { parse.GetValue(_compact), parse.GetValue(_full), parse.GetValue(_json), parse.GetValue(_download) is not null }.Count(given => given) > 1
            ? "--compact, --full, --json and --download show the history in different ways: give one of them."
            : null);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var id = (await host.FindAsync(parse.GetRequiredValue(_run), cancellation)).Id;
        if (parse.GetValue(_download) is { } file)
        {
            await DownloadAsync(host, id, file, cancellation);
        }
        else if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(await host.HistoryAsync(id, payloads: true, cancellation)));
        }
        else if (parse.GetValue(_full))
        {
            await WriteEventsAsync(await host.HistoryAsync(id, payloads: false, cancellation));
        }
        else
        {
            await WriteIterationsAsync(await host.IterationsAsync(id, 0, cancellation));
        }

        return ExitCodes.Completed;
    }

    async Task DownloadAsync(HostClient host, string id, string file, CancellationToken cancellation)
    {
        var text = HistoryFile.Of(await host.RecordedHistoryAsync(id, cancellation)).ToJson();
        if (file == "-")
        {
            await Terminal.Out.WriteAsync(text);
            return;
        }

        try
        {
            // It holds what agents and checks were given and said: for its owner only, like all of it.
            StateFolder.WriteOwnerOnly(Path.GetFullPath(file, Terminal.WorkingDirectory), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Usage, $"{file} cannot be written: {e.Message}", e);
        }

        await Terminal.Error.WriteLineAsync($"Wrote {file}. Replay it with: aidp replay {file}");
    }

    async Task WriteEventsAsync(HistoryView history)
    {
        foreach (var instance in history.Instances)
        {
            await Terminal.Out.WriteLineAsync($"{instance.InstanceId} ({instance.Name})");
            foreach (var e in instance.Events)
            {
                var link = e.Answers is { } answers ? $"#{answers}" : e.EventId is { } number ? $"#{number}" : "";
                await Terminal.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{e.Sequence,5}  {e.At:HH:mm:ss.fff}  {e.Type,-36} {link,-5} {e.Name}").TrimEnd());
            }
        }
    }

    async Task WriteIterationsAsync(IEnumerable<IterationView> iterations)
    {
        MetricsSnapshot? before = null;
        foreach (var iteration in iterations)
        {
            var states = string.Join(" → ", iteration.Transitions.Select(transition => RunWords.State(transition.State)));
            await Terminal.Out.WriteLineAsync($"{(iteration.Number == 0 ? "base" : $"#{iteration.Number}"),-5} {states}");
            foreach (var detail in iteration.Agents.Select(RunWords.Agent).Concat(iteration.Checks.Select(RunWords.Check)))
            {
                await Terminal.Out.WriteLineAsync($"      {detail}");
            }

            if (iteration.Checkpoint is { } checkpoint)
            {
                await Terminal.Out.WriteLineAsync($"      {CheckpointLine.Of(checkpoint, before)}");
                before = checkpoint;
            }
        }
    }
}
