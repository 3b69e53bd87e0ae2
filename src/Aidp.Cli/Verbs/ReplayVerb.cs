using System.CommandLine;
using System.Text.Json;
using Aidp.Cli.Replaying;
using Aidp.Cli.Terminals;
using Aidp.Embedded.Hosting;
using Aidp.Embedded.Replay;
using Aidp.Orchestrations;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp replay</c>: runs this build's orchestrators through a recorded history, with no host, no network and no effects.</summary>
sealed class ReplayVerb : Verb
{
    readonly Argument<string> _file = new("FILE") { Description = "A file that `aidp history ID --download FILE` wrote; - reads it from standard input." };
    readonly Option<bool> _json = JsonOption();

    public ReplayVerb(Terminal terminal)
        : base("replay", "Say whether this build makes the decisions that a recorded history holds; nothing is executed.", terminal)
    {
        Add(_file);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var path = parse.GetRequiredValue(_file);
        var file = await ReadAsync(path, cancellation);
        var functions = EmbeddedFunctions.FindOrchestrators(typeof(FunctionNames).Assembly);
        List<(InstanceFile Instance, ReplayVerdict Verdict)> verdicts;
        try
        {
            verdicts = [.. file.Instances.Select(instance => (instance, instance.History.Replay(functions)))];
        }
        catch (ArgumentException e)
        {
            throw new CommandException(ExitCodes.Usage, $"{path} cannot be replayed: {e.Message}", e);
        }

        var same = verdicts.TrueForAll(verdict => verdict.Verdict.IsSame);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(new
            {
                Same = same,
                file.Run,
                file.Version,
                Instances = verdicts.Select(verdict => new
                {
                    verdict.Instance.Instance,
                    verdict.Instance.Name,
                    Events = verdict.Instance.History.Events.Count,
                    Same = verdict.Verdict.IsSame,
                    verdict.Verdict.Position,
                    verdict.Verdict.Recorded,
                    verdict.Verdict.Replayed,
                }),
            }));
        }
        else
        {
            await WriteAsync(verdicts);
            await Terminal.Out.WriteLineAsync(same ? "same decisions" : "other decisions");
        }

        return same ? ExitCodes.Completed : ExitCodes.Failed;
    }

    async Task<HistoryFile> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return HistoryFile.Parse(path == "-" ? await Terminal.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(Path.GetFullPath(path, Terminal.WorkingDirectory), cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Usage, $"{path} cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CommandException(ExitCodes.Usage, $"{path} is not a recorded history: {e.Message}", e);
        }
    }

    async Task WriteAsync(IEnumerable<(InstanceFile Instance, ReplayVerdict Verdict)> verdicts)
    {
        foreach (var ((instance, name, history), verdict) in verdicts)
        {
            var events = $"{history.Events.Count} events";
            if (verdict.IsSame)
            {
                await Terminal.Out.WriteLineAsync($"{instance} ({name}), {events}: same decisions");
                continue;
            }

            await Terminal.Out.WriteLineAsync($"""
                {instance} ({name}), {events}: they part at event {verdict.Position}
                  recorded  {verdict.Recorded}
                  now       {verdict.Replayed}
                """);
        }
    }
}
