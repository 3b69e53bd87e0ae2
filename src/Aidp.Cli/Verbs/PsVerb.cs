using System.CommandLine;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Spectre.Console;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp ps</c>: lists runs.</summary>
sealed class PsVerb : ClientVerb
{
    readonly Option<bool> _all = new("--all", "-a") { Description = "Finished runs too." };
    readonly Option<bool> _json = JsonOption();

    public PsVerb(Terminal terminal)
        : base("ps", "List the runs that go on.", terminal)
    {
        Add(_all);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var all = parse.GetValue(_all);
        var runs = (await host.RunsAsync(all ? "" : HostConnection.UnfinishedRuns, cancellation)).OrderByDescending(run => run.CreatedAt).ToList();
        var held = await host.HeldAsync(cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(runs.Select(held.Json)));
        }
        else if (runs.Count == 0)
        {
            await Terminal.Error.WriteLineAsync(all ? "There are no runs yet. Start one: aidp run \"TASK\"" : "No run goes on. `aidp ps --all` lists finished ones.");
        }
        else
        {
            Terminal.CreateConsole().Write(Table(runs, held));
        }

        return ExitCodes.Completed;
    }

    Table Table(IEnumerable<RunView> runs, HeldRuns held)
    {
        var table = new Table().NoBorder().AddColumns("ID", "STATUS", "STATE", "ITERATION", "AGE", "TASK");
        var now = Terminal.Time.GetUtcNow();
        foreach (var run in runs)
        {
            table.AddRow(new[]
            {
                run.Id,
                held.Status(run),
                run.State is { } state ? RunWords.State(state) : "",
                $"{run.Iteration}/{run.MaxIterations}",
                RunWords.Time(now - run.CreatedAt),
                run.Task?.Preview ?? "",
            }.Select(Markup.Escape).ToArray());
        }

        return table;
    }
}
