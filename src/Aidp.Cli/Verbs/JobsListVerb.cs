using System.CommandLine;
using Aidp.Cli.Client;
using Aidp.Cli.Jobs;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp jobs list</c>: what goes on in the background, and what seems stuck.</summary>
sealed class JobsListVerb : ClientVerb
{
    readonly Option<bool> _all = new("--all", "-a") { Description = "Those that have ended too." };
    readonly Option<bool> _json = JsonOption();

    public JobsListVerb(Terminal terminal)
        : base("list", "List the runs in the background, what each does, and which seem stuck.", terminal)
    {
        Add(_all);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        using var host = await ConnectAsync(parse, cancellation);
        var local = Remote(parse) is null ? State(parse) : null;
        var runs = await host.RunsAsync(parse.GetValue(_all) ? "" : HostConnection.UnfinishedRuns, cancellation);
        var held = await host.HeldAsync(cancellation);
        var jobs = new List<Job>();
        foreach (var run in runs.OrderByDescending(run => run.CreatedAt))
        {
            jobs.Add(await Job.LookAsync(host, run, held, Terminal.Time.GetUtcNow(), cancellation));
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(new { Host = Host(local), Jobs = jobs.Select(JobReport.Json) }));
            return ExitCodes.Completed;
        }

        if (local is not null && JobReport.Host(local) is { } found)
        {
            await Terminal.Error.WriteLineAsync(found);
        }

        if (jobs.Count == 0)
        {
            await Terminal.Error.WriteLineAsync(parse.GetValue(_all) ? "There are no runs yet. Start one: aidp run \"TASK\" --detach" : "Nothing runs in the background. `aidp jobs list --all` shows what has ended.");
        }
        else
        {
            JobReport.WriteTable(Terminal, jobs);
        }

        return ExitCodes.Completed;
    }

    static object? Host(StateFolder? local) => local is not null && HostRecord.Read(local) is { } host
        ? new { host.ProcessId, host.StartedAt, host.Socket, host.Url, Log = local.LogFile }
        : null;
}
