using System.CommandLine;
using Aidp.Activities.Agents.Demo;
using Aidp.Cli.Completion;
using Aidp.Cli.Following;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp demo</c>: shows a whole run on a repository of its own, with a scripted agent: no key, no network.</summary>
sealed class DemoVerb : Verb
{
    readonly Option<bool> _json = JsonOption("Write one JSON object for each change of state, and the result last.");

    public DemoVerb(Terminal terminal)
        : base("demo", "Watch a scripted agent turn a failing test suite green; needs no key and no network.", terminal) => Add(_json);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aidp-demo-").FullName;
        var repository = Path.Combine(folder, "repository");
        await CreateAsync(folder, repository, cancellation);

        // Its own state folder, unless one is given: the demo needs nobody's leave, and is gone with its folder.
        var state = Next(parse).StateOption is null ? new StateFolder(Path.Combine(folder, "state")) : State(parse);
        var next = new NextCommands(state.Path);
        await Terminal.Error.WriteLineAsync($"A small repository with failing tests: {repository}\nA scripted agent repairs it; after each try the tests judge.\n");

        await using var host = await RunHost.InThisProcessAsync(state, Terminal, cancellation);
        using var client = await host.ConnectAsync(cancellation);
        var run = await client.StartAsync(await BodyAsync(repository, cancellation), isRepeated: false, cancellation);
        var exitCode = await new Attachment(Terminal, host.ConnectAsync, next, parse.GetValue(_json)).FollowAsync(run.Id, host.IsOwn, cancellation);
        await Terminal.Error.WriteLineAsync($"""

            The repository is {repository}
            Try next:{Alias()}
              git -C {NextCommands.Word(repository)} log --stat aidp/{DemoRepository.Slug}
              {next.For("history", run.Id)}
              {next.For("diff", run.Id)}
              aidp run "TASK" --repo YOUR_REPOSITORY --agent claude
            """);
        return exitCode;
    }

    static async Task CreateAsync(string folder, string repository, CancellationToken cancellation)
    {
        try
        {
            await DemoRepository.CreateAsync(repository, cancellation);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    // Whoever runs the demo from the sources has no command of this name yet.
    string Alias() => (Terminal.Environment("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "aidp")))
        ? ""
        : $"\n  alias aidp={ShellText.Quoted(string.Join(' ', Launcher.OwnCommand().Select(NextCommands.Word)))}    # for this terminal";

    async Task<StartRunBody> BodyAsync(string repository, CancellationToken cancellation)
    {
        var source = await new Starting.SourceLook(Terminal).LookAsync(repository, cancellation);
        return new()
        {
            Task = DemoRepository.Task,
            Repository = new RepositorySource { Location = source.Location, BaseCommit = source.HeadCommit, BaseBranch = source.HeadBranch },
            Slug = DemoRepository.Slug,
            Settings = new RunSettings { Agents = [DemoRepository.Agent], Checks = [DemoRepository.Check], MaxIterations = 10 },
            Author = Environment.UserName,
        };
    }
}
