using System.CommandLine;
using Aidp.Activities.Agents;
using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Cli.Starting;
using Aidp.Cli.Terminals;
using Aidp.Orchestrations.Settings;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp init</c>: writes a first configuration from what is found in the repository and on this machine.</summary>
sealed class InitVerb : Verb
{
    readonly Option<string?> _repository = RepositoryOption();
    readonly Option<bool> _force = new("--force") { Description = "Replace a configuration that is there." };

    public InitVerb(Terminal terminal)
        : base("init", "Write an aidp.yml from what is found in the repository.", terminal)
    {
        Add(_repository);
        Add(_force);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var git = new GitRunner(new ProcessRunner(Terminal.Time), Terminal.Time);
        var repository = await new RepositoryFolder(git, Terminal).RequireAsync(parse.GetValue(_repository), cancellation);
        var file = ConfigurationFiles.OfRepository(repository) ?? Path.Combine(repository, "aidp.yml");
        if (File.Exists(file) && !parse.GetValue(_force))
        {
            throw AlreadyThere(file);
        }

        var schema = Path.Combine(repository, ".aidp", "aidp.schema.json");
        var text = InitialConfiguration.Write(Path.GetRelativePath(Path.GetDirectoryName(file)!, schema), await AgentAsync(cancellation), CheckDetection.Detect(repository));
        await WriteAsync(file, text, parse.GetValue(_force), schema, cancellation);
        await Terminal.Out.WriteAsync(text);
        await Terminal.Error.WriteLineAsync($"""

            Wrote {file}, and {schema}, by which editors complete and check it.
            Try next:
              aidp config validate
              aidp run "TASK"
            """);
        return ExitCodes.Completed;
    }

    // One that can be used now goes before one that wants a login first; the demo agent knows one repository only.
    static async Task<string?> AgentAsync(CancellationToken cancellation)
    {
        var seen = await Task.WhenAll(AgentInspection.KnownNames.Except([AgentChoice.CommandAgent, DemoAgent.Name]).Select(name => AgentInspection.LookAsync(new AgentSettings { Name = name }, cancellation)));
        cancellation.ThrowIfCancellationRequested();
        return seen.Where(agent => agent.Version is not null).OrderBy(agent => agent.IsLoggedIn == false).FirstOrDefault()?.Name;
    }

    static async Task WriteAsync(string file, string text, bool replace, string schema, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(schema)!);
            await File.WriteAllTextAsync(schema, PublishedSchema.ToJson(), cancellation);
            await using var written = new StreamWriter(new FileStream(file, replace ? FileMode.Create : FileMode.CreateNew));
            await written.WriteAsync(text.AsMemory(), cancellation);
        }
        catch (IOException) when (!replace && File.Exists(file))
        {
            throw AlreadyThere(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Failed, $"The configuration cannot be written: {e.Message} Make the folder writable for you.", e);
        }
    }

    static CommandException AlreadyThere(string file) => new(ExitCodes.Usage, $"There is already a configuration: {file}. Change it by hand, or replace it with --force.");
}
