using System.Globalization;
using System.Text;
using Aidp.Activities.Agents;
using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Activities.Workspaces;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Runs;

namespace Aidp.Cli.Starting;

/// <summary>Turns a command line into a request for a run: everything that can be wrong is said before anything starts.</summary>
sealed class RunPreparation(Terminal terminal, State.StateFolder state)
{
    /// <summary>Looks at repository, configuration and agent, and asks for consent where it is due.</summary>
    /// <exception cref="CommandException">The run cannot start; the message says why and what helps.</exception>
    public async Task<StartRunBody> PrepareAsync(RunOptions options, CancellationToken cancellation)
    {
        var task = await TaskAsync(options.Task, cancellation);
        var source = await new SourceLook(terminal).LookAsync(Path.GetFullPath(options.Repository ?? ".", terminal.WorkingDirectory), cancellation);
        var configuration = await ConfigurationAsync(options, source);
        await AskConsentAsync(configuration, source, options.Yes, cancellation);
        await CheckAgentAsync(configuration, cancellation);
        return new StartRunBody
        {
            Id = options.Id,
            Task = task,
            Repository = new RepositorySource { Location = source.Location, BaseCommit = source.HeadCommit, BaseBranch = source.HeadBranch },
            Settings = configuration.Run,
            Author = Environment.UserName,
        };
    }

    async Task<string> TaskAsync(string given, CancellationToken cancellation)
    {
        var task = given == "-" ? await terminal.In.ReadToEndAsync(cancellation) : given;
        if (string.IsNullOrWhiteSpace(task))
        {
            throw new CommandException(ExitCodes.Usage, "The task is empty: say what is to be done, or give - and write it to standard input.");
        }

        return Encoding.UTF8.GetByteCount(task) <= StartRunBody.MostTaskBytes
            ? task
            : throw new CommandException(ExitCodes.Usage, $"The task has more than {StartRunBody.MostTaskBytes} bytes. Put long material into a file of the repository, commit it, and name the file in the task.");
    }

    async Task<EffectiveConfiguration> ConfigurationAsync(RunOptions options, SourceFacts source)
    {
        var configuration = ConfigurationLoader.Load(new ConfigurationRequest
        {
            Repository = source.IsBare ? null : source.Location,
            Environment = terminal.Variables,
            Options = Named(options),
            Checks = [.. options.Checks.Select(Check)],
        });
        foreach (var warning in configuration.Warnings)
        {
            await terminal.Error.WriteLineAsync($"warning: {warning}");
        }

        return configuration.Run.Checks.Count > 0 || source.IsBare ? configuration : await WithDetectedChecksAsync(configuration, source);
    }

    async Task<EffectiveConfiguration> WithDetectedChecksAsync(EffectiveConfiguration configuration, SourceFacts source)
    {
        var detected = CheckDetection.Detect(source.Location);
        if (detected.Count == 0)
        {
            await terminal.Error.WriteLineAsync("note: No checks are configured, and none were detected: the run ends when the agent says that it is complete. Name one with --check NAME=COMMAND.");
            return configuration;
        }

        await terminal.Error.WriteLineAsync("Detected checks (`aidp init` writes them down):");
        foreach (var (check, evidence) in detected)
        {
            await terminal.Error.WriteLineAsync($"  {check.Name,-12} {check.Run}    ({evidence})");
        }

        return configuration.WithDetected([.. detected.Select(found => found.Check)]);
    }

    async Task AskConsentAsync(EffectiveConfiguration configuration, SourceFacts source, bool yes, CancellationToken cancellation)
    {
        var consents = new ConsentStore(state.Ensure().Path, terminal.Time);
        if (Consent.For(configuration) is not { } question || consents.IsGiven(source.Location, question))
        {
            return;
        }

        if (!yes)
        {
            await terminal.Error.WriteLineAsync(question.Text);
            if (!terminal.CanAsk)
            {
                throw new CommandException(ExitCodes.Usage, "This needs your consent once, and there is no terminal to ask on. Read the above, then give --yes.");
            }

            await terminal.Error.WriteAsync("Go on? [y/N] ");
            if ((await terminal.In.ReadLineAsync(cancellation))?.Trim().ToUpperInvariant() is not ("Y" or "YES"))
            {
                throw new CommandException(ExitCodes.Usage, "Nothing was started.");
            }
        }

        consents.Give(source.Location, question);
    }

    static async Task CheckAgentAsync(EffectiveConfiguration configuration, CancellationToken cancellation)
    {
        var preferred = configuration.Run.Agents[0];
        var seen = await AgentInspection.LookAsync(preferred, cancellation);
        if (seen.Version is null)
        {
            throw new CommandException(ExitCodes.Usage, seen.Remedy ?? $"The agent '{preferred.Name}' cannot be used.");
        }

        if (seen.IsLoggedIn == false)
        {
            throw new CommandException(ExitCodes.AuthenticationNeeded, $"The agent '{preferred.Name}' is not logged in. {seen.Remedy}");
        }
    }

    static Dictionary<string, string> Named(RunOptions options)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[]
        {
            ("agent", options.Agent),
            ("agent_command", options.AgentCommand),
            ("max_iterations", options.MaxIterations?.ToString(CultureInfo.InvariantCulture)),
        })
        {
            if (value is not null)
            {
                named[name] = value;
            }
        }

        return named;
    }

    static (string Name, string Command) Check(string text) => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } command]
        ? (name, command)
        : throw new CommandException(ExitCodes.Usage, $"--check takes NAME=COMMAND, for example --check test='npm test', not '{text}'.");
}
