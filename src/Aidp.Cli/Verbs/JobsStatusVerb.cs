using System.CommandLine;
using Aidp.Cli.Following;
using Aidp.Cli.Jobs;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp jobs status</c>: how a run in the background stands, and whether it gets on.</summary>
sealed class JobsStatusVerb : ClientVerb
{
    readonly Argument<string> _run = RunArgument();
    readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the run ends; the exit code says how it did." };
    readonly Option<bool> _json = JsonOption("Write JSON; with --follow, one object for each change of state, and the result last.");

    public JobsStatusVerb(Terminal terminal)
        : base("status", "Show how a run in the background stands, and when it last got on.", terminal)
    {
        Add(_run);
        Add(_follow);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var connect = Connection(parse);
        using var host = await connect(cancellation);
        var run = await host.FindAsync(parse.GetRequiredValue(_run), cancellation);
        if (parse.GetValue(_follow))
        {
            return await new Attachment(Terminal, connect, Next(parse), parse.GetValue(_json)).FollowAsync(host, run, ownHost: false, cancellation);
        }

        var job = await Job.LookAsync(host, run, await host.HeldAsync(cancellation), Terminal.Time.GetUtcNow(), cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(JobReport.Json(job)));
        }
        else
        {
            await JobReport.WriteAsync(Terminal, job, Next(parse));
        }

        return ExitCodes.Completed;
    }
}
