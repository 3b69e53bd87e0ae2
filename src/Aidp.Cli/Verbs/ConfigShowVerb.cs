using System.CommandLine;
using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Cli.Starting;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Verbs;

/// <summary><c>aidp config show</c>: every setting, its value, and where it comes from.</summary>
sealed class ConfigShowVerb : Verb
{
    readonly Option<string?> _repository = RepositoryOption();
    readonly SettingOptions _settings = new();
    readonly Option<bool> _json = JsonOption();

    public ConfigShowVerb(Terminal terminal)
        : base("show", "Show every setting, its value, and where it comes from.", terminal)
    {
        Add(_repository);
        _settings.AddTo(this);
        Add(_json);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellation)
    {
        var configuration = await LoadAsync(parse, cancellation);
        foreach (var warning in configuration.Warnings)
        {
            await Terminal.Error.WriteLineAsync($"warning: {warning}");
        }

        if (parse.GetValue(_json))
        {
            await Terminal.Out.WriteLineAsync(OutputJson.Document(configuration.Settings.Select(setting => new
            {
                setting.Path,
                setting.Value,
                Origin = Layer(setting.Origin),
                setting.Origin.Name,
                Line = setting.Origin.Line > 0 ? setting.Origin.Line : (long?)null,
                Column = setting.Origin.Line > 0 ? setting.Origin.Column : (long?)null,
            })));
        }
        else
        {
            Terminal.CreateConsole().Write(Table(configuration.Settings));
        }

        return ExitCodes.Completed;
    }

    async Task<EffectiveConfiguration> LoadAsync(ParseResult parse, CancellationToken cancellation)
    {
        var git = new GitRunner(new ProcessRunner(Terminal.Time), Terminal.Time);
        var finder = new RepositoryFolder(git, Terminal);
        var repository = parse.GetValue(_repository) is { } named ? await finder.RequireAsync(named, cancellation) : await finder.FindAsync(null, cancellation);
        var options = _settings.Named(parse);
        if (StateOption(parse) is { Length: > 0 } state)
        {
            options["state"] = state;
        }

        var configuration = ConfigurationLoader.Load(new ConfigurationRequest
        {
            Repository = repository,
            Environment = Terminal.Variables,
            Options = options,
            Checks = _settings.Checks(parse),
        });
        return repository is null || configuration.Run.Checks.Count > 0 ? configuration : configuration.WithDetected([.. CheckDetection.Detect(repository).Select(found => found.Check)]);
    }

    static Table Table(IEnumerable<ShownSetting> settings)
    {
        var table = new Table().NoBorder().AddColumns("SETTING", "VALUE", "FROM");
        foreach (var setting in settings)
        {
            table.AddRow(Markup.Escape(setting.Path), Markup.Escape(VisibleText.Of(setting.Value)), Markup.Escape(VisibleText.Of(setting.Origin.ToString())));
        }

        return table;
    }

    static string Layer(Origin origin) => origin.Kind switch
    {
        OriginKind.Default => "default",
        OriginKind.Detected => "detected",
        OriginKind.UserFile => "userFile",
        OriginKind.RepositoryFile => "repositoryFile",
        OriginKind.Environment => "environment",
        _ => "commandLine",
    };
}
