using System.CommandLine;
using Aidp.Cli.Client;
using Aidp.Cli.Following;
using Aidp.Cli.Starting;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp run</c>: starts a run on a repository and follows it.</summary>
sealed class RunVerb : ClientVerb
{
    readonly Argument<string> _task = new("TASK") { Description = "What is to be done; - reads it from standard input." };
    readonly Option<string?> _repository = new("--repo") { Description = "The repository; the current folder's when it is not given. With --host, a clone URL, or a folder whose remote has the commit.", HelpName = "DIR" };
    readonly Option<string?> _commit = new("--commit") { Description = "With --host, the commit to start from; HEAD when it is not given.", HelpName = "ID" };
    readonly SettingOptions _settings = new();
    readonly Option<string?> _id = new("--id") { Description = "The run's id; made from the task when it is not given.", HelpName = "ID" };
    readonly Option<bool> _detach = new("--detach") { Description = "Start the run and leave it in the background." };
    readonly Option<bool> _foreground = new("--foreground") { Description = "Host in this process, and end with the run." };
    readonly Option<bool> _yes = new("--yes", "-y") { Description = "Agree to what the repository's configuration would execute." };
    readonly Option<bool> _json = JsonOption("Write one JSON object for each change of state, and the result last.");

    public RunVerb(Terminal terminal)
        : base("run", "Start a run on a repository and follow it.", terminal)
    {
        Add(_task);
        foreach (var option in new Option[] { _repository, _commit, _id, _detach, _foreground, _yes, _json })
        {
            Add(option);
        }

        _settings.AddTo(this);

        Refuse(parse => parse.GetValue(_detach) && parse.GetValue(_foreground) ? "--detach leaves the run to the host in the background, --foreground hosts it here: give one of them." : null);
        Refuse(parse => parse.GetValue(_id) is { } id && !NewRunId.IsValid(id) ? NewRunId.Rule : null);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var body = await new RunPreparation(Terminal, () => State(parse), Remote(parse) is not null).PrepareAsync(Asked(parse), cancellation);
        if (Remote(parse) is null)
        {
            await new HostConnection(State(parse), Terminal).GiveEnvironmentAsync(body.Settings!, cancellation);
        }

        await using var host = await RunHostAsync(parse, parse.GetValue(_foreground), cancellation);
        var next = Next(parse);
        var run = await new RunStart(host.ConnectAsync, next, Terminal.Time).StartAsync(body, cancellation);
        if (parse.GetValue(_detach))
        {
            await Terminal.Out.WriteLineAsync(parse.GetValue(_json) ? OutputJson.Line(new { Type = "run", Run = run.Id }) : run.Id);
            await Terminal.Error.WriteLineAsync($"It runs in the background. Follow it: {next.For("attach", run.Id)}   End it: {next.For("cancel", run.Id)}");
            return ExitCodes.Completed;
        }

        await Terminal.Error.WriteLineAsync($"Run {run.Id} on {body.Repository.Location} from {body.Repository.BaseCommit[..12]}{(body.Repository.BaseBranch is { } branch ? $" ({branch})" : "")}");
        if (!host.IsOwn)
        {
            await Terminal.Error.WriteLineAsync($"It goes on when this terminal is closed; find it again with: {next.For("jobs list")}");
        }

        return await new Attachment(Terminal, host.ConnectAsync, next, parse.GetValue(_json)).FollowAsync(run.Id, host.IsOwn, cancellation);
    }

    RunOptions Asked(ParseResult parse) => new()
    {
        Task = parse.GetRequiredValue(_task),
        Repository = parse.GetValue(_repository),
        Commit = parse.GetValue(_commit),
        Settings = _settings.Named(parse),
        Checks = _settings.Checks(parse),
        Id = parse.GetValue(_id),
        Yes = parse.GetValue(_yes),
    };
}
