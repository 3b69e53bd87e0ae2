using System.Text;
using Aidp.Activities.Agents;
using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Starting;

/// <summary>Turns a command line into a request for a run: everything that can be wrong is said before anything starts.</summary>
/// <param name="terminal">Where messages go, and questions.</param>
/// <param name="state">Finds where what a person agreed to is kept; asked for only when that matters.</param>
/// <param name="elsewhere">Whether the host is reached over HTTP: then it has neither this machine's folders nor its agents.</param>
sealed class RunPreparation(Terminal terminal, Func<StateFolder> state, bool elsewhere)
{
    /// <summary>Looks at repository, configuration and agent, and asks for consent where it is due.</summary>
    /// <exception cref="CommandException">The run cannot start; the message says why and what helps.</exception>
    public async Task<StartRunBody> PrepareAsync(RunOptions options, CancellationToken cancellation)
    {
        var task = await TaskAsync(options.Task, cancellation);
        var start = await StartAsync(options, cancellation);
        var configuration = await ConfigurationAsync(options, start.Folder);
        await AskConsentAsync(configuration, start.Folder ?? start.Repository.Location, options.Yes, cancellation);
        if (!elsewhere)
        {
            await CheckAgentAsync(configuration, cancellation);
        }

        return new StartRunBody
        {
            Id = options.Id,
            Task = task,
            Repository = start.Repository,
            Settings = configuration.Run,
            Author = Environment.UserName,
        };
    }

    async Task<StartingPoint> StartAsync(RunOptions options, CancellationToken cancellation)
    {
        if (elsewhere)
        {
            return await new CloneSource(terminal).FindAsync(options.Repository, options.Commit, cancellation);
        }

        return options.Commit is null
            ? StartingPoint.Of(await new SourceLook(terminal).LookAsync(Path.GetFullPath(options.Repository ?? ".", terminal.WorkingDirectory), cancellation))
            : throw new CommandException(ExitCodes.Usage, "--commit is for a host elsewhere (--host URL). Here a run starts from HEAD: check out what it should start from, in a worktree for example.");
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

    async Task<EffectiveConfiguration> ConfigurationAsync(RunOptions options, string? folder)
    {
        var configuration = ConfigurationLoader.Load(new ConfigurationRequest
        {
            Repository = folder,
            Environment = terminal.Variables,
            Options = options.Settings,
            Checks = options.Checks,
        });
        foreach (var warning in configuration.Warnings)
        {
            await terminal.Error.WriteLineAsync($"warning: {warning}");
        }

        return configuration.Run.Checks.Count > 0 || folder is null ? configuration : await WithDetectedChecksAsync(configuration, folder);
    }

    async Task<EffectiveConfiguration> WithDetectedChecksAsync(EffectiveConfiguration configuration, string folder)
    {
        var detected = CheckDetection.Detect(folder);
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

    async Task AskConsentAsync(EffectiveConfiguration configuration, string place, bool yes, CancellationToken cancellation)
    {
        if (Consent.For(configuration) is not { } question)
        {
            return;
        }

        try
        {
            await AskOnceAsync(question, place, yes, cancellation);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw state().Unusable(e);
        }
    }

    async Task AskOnceAsync(ConsentQuestion question, string place, bool yes, CancellationToken cancellation)
    {
        var consents = await ConsentsAsync();
        if (consents?.IsGiven(place, question) == true)
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

        consents?.Give(place, question);
    }

    // A host elsewhere keeps the run; here only what was agreed to would be kept, and the question can be asked again.
    async Task<ConsentStore?> ConsentsAsync()
    {
        try
        {
            return new(state().Ensure(terminal).Path, terminal.Time);
        }
        catch (CommandException e) when (elsewhere)
        {
            await terminal.Error.WriteLineAsync($"note: What you agree to is not remembered. {e.Message}");
            return null;
        }
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
}
