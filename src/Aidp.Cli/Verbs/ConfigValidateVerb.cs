using System.CommandLine;
using Aidp.Activities.Configuration;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Cli.Starting;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp config validate</c>: everything that is wrong with the configuration, at once.</summary>
sealed class ConfigValidateVerb : Verb
{
    readonly Argument<string?> _file = new("FILE") { Description = "A configuration file; the user's and the repository's, with the environment, when it is not given.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string?> _repository = RepositoryOption();
    readonly Option<bool> _json = JsonOption();

    public ConfigValidateVerb(Terminal terminal)
        : base("validate", "Say everything that is wrong with the configuration, with line and column.", terminal)
    {
        Add(_file);
        Add(_repository);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var (problems, subject) = parse.GetValue(_file) is { } file ? OfFile(Path.GetFullPath(file, Terminal.WorkingDirectory)) : await OfAllAsync(parse, cancellation);
        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(new
            {
                Valid = problems.Count == 0,
                Problems = problems.Select(problem => new { File = problem.Origin.Name, problem.Origin.Line, problem.Origin.Column, problem.Message }),
            }));
        }
        else if (problems.Count == 0)
        {
            await Terminal.Out.WriteLineAsync($"{subject}: valid");
        }
        else
        {
            foreach (var problem in problems)
            {
                await Terminal.Out.WriteLineAsync(VisibleText.Of(problem.ToString()));
            }
        }

        return problems.Count == 0 ? ExitCodes.Completed : ExitCodes.Usage;
    }

    (IReadOnlyList<ConfigurationProblem> Problems, string Subject) OfFile(string file)
    {
        if (!File.Exists(file))
        {
            throw new CommandException(ExitCodes.Usage, $"There is no file {file}.");
        }

        try
        {
            return (ConfigurationLoader.Validate(file, ofRepository: file != Path.GetFullPath(ConfigurationFiles.OfUser(Terminal.Variables))), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Usage, $"{file} cannot be read: {e.Message}", e);
        }
    }

    async Task<(IReadOnlyList<ConfigurationProblem> Problems, string Subject)> OfAllAsync(ParseResult parse, CancellationToken cancellation)
    {
        var finder = new RepositoryFolder(new GitRunner(new ProcessRunner(Terminal.Time), Terminal.Time), Terminal);
        var repository = parse.GetValue(_repository) is { } named ? await finder.RequireAsync(named, cancellation) : await finder.FindAsync(null, cancellation);
        try
        {
            _ = ConfigurationLoader.Load(new ConfigurationRequest { Repository = repository, Environment = Terminal.Variables });
            string?[] looked = [ConfigurationFiles.OfUser(Terminal.Variables), repository is null ? null : ConfigurationFiles.OfRepository(repository)];
            var there = looked.OfType<string>().Where(File.Exists).ToList();
            return ([], there.Count > 0 ? string.Join(", ", there) : "no file (`aidp init` writes one), the defaults hold");
        }
        catch (ConfigurationException e)
        {
            return (e.Problems, "");
        }
    }
}
