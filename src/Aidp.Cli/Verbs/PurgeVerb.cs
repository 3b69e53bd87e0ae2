using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Cli.Client;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp purge</c>: removes runs that have ended, for good.</summary>
sealed class PurgeVerb : ClientVerb
{
    const string EndedRuns = "status=completed,failed,cancelled,no_changes,needs_input";

    readonly Argument<string[]> _runs = new("ID") { Description = "The runs: their ids, or the beginnings of them.", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<string?> _olderThan = new("--older-than") { Description = "All runs that ended longer ago than this, for example 30d.", HelpName = "AGE" };
    readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask." };
    readonly Option<bool> _json = JsonOption("Write the ids of what was removed as JSON.");

    public PurgeVerb(Terminal terminal)
        : base("purge", "Remove runs that have ended, with their histories, outputs and journals. Their branches in your repository stay.", terminal)
    {
        Add(_runs);
        Add(_olderThan);
        Add(_yes);
        Add(_json);
        Refuse(parse => parse.GetValue(_runs) is { Length: > 0 } == parse.GetValue(_olderThan) is not null ? "Name runs, or give --older-than AGE." : null);
        Refuse(parse => parse.GetValue(_olderThan) is { } age && DurationText.TryParse(age) is null ? $"'{age}' is no length of time: write it as 12h, 30d or 1d12h." : null);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var runs = await ChosenAsync(host, parse, cancellation);
        if (runs.FirstOrDefault(run => !run.Finished) is { } going)
        {
            throw new CommandException(ExitCodes.Usage, $"{going.Id} has not ended, so nothing was removed. End it first: {Next(parse).For("jobs stop", going.Id)}");
        }

        if (runs.Count > 0 && !parse.GetValue(_yes))
        {
            await AskAsync(runs, cancellation);
        }

        foreach (var run in runs)
        {
            await host.RemoveAsync(run.Id, cancellation);
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(runs.Select(run => run.Id)));
        }
        else
        {
            await Terminal.Error.WriteLineAsync($"Removed {Counted(runs.Count)}.");
        }

        return ExitCodes.Completed;
    }

    async Task<IReadOnlyList<RunView>> ChosenAsync(HostClient host, ParseResult parse, CancellationToken cancellation)
    {
        if (parse.GetValue(_olderThan) is { } age)
        {
            var limit = Terminal.Time.GetUtcNow() - DurationText.TryParse(age)!.Value;
            return [.. (await host.RunsAsync(EndedRuns, cancellation)).Where(run => run.UpdatedAt < limit)];
        }

        var runs = new List<RunView>();
        foreach (var id in (parse.GetValue(_runs) ?? []).Distinct(StringComparer.Ordinal))
        {
            runs.Add(await host.FindAsync(id, cancellation));
        }

        return [.. runs.DistinctBy(run => run.Id)];
    }

    async Task AskAsync(IReadOnlyList<RunView> runs, CancellationToken cancellation)
    {
        foreach (var run in runs.Take(20))
        {
            await Terminal.Error.WriteLineAsync($"  {run.Id}  {run.Task?.Preview}");
        }

        if (!Terminal.CanAsk)
        {
            throw new CommandException(ExitCodes.Usage, $"{Counted(runs.Count)} would be removed for good, and there is no terminal to ask on. Give --yes.");
        }

        await Terminal.Error.WriteAsync($"Remove {Counted(runs.Count)} for good? [y/N] ");
        if ((await Terminal.In.ReadLineAsync(cancellation))?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
        {
            throw new CommandException(ExitCodes.Usage, "Nothing was removed.");
        }
    }

    static string Counted(int count) => count == 1 ? "1 run" : $"{count} runs";
}
