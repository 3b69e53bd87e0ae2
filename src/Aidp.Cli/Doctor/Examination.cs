using Aidp.Activities.Configuration;
using Aidp.Activities.Confinement;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Cli.Starting;
using Aidp.Cli.State;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at everything that Aidp needs on this machine, and changes nothing.</summary>
/// <param name="terminal">Where relative paths and the environment come from.</param>
/// <param name="stateOption">The state folder, when a person named one.</param>
/// <param name="repositoryOption">A folder of the repository, when a person named one.</param>
sealed class Examination(Terminal terminal, string? stateOption, string? repositoryOption)
{
    readonly ProcessRunner _processes = new(terminal.Time);

    /// <summary>Looks, and returns what was found, in the order in which a person reads it.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        var git = new GitRunner(_processes, terminal.Time);
        var tools = new ToolFindings(_processes, git);
        var repository = new RepositoryFolder(git, terminal);
        var folder = repository.Start(repositoryOption);
        var findings = new List<Finding>(SystemFindings.Look());

        // Those that start processes wait for them together.
        var (ofGit, ofSupervisor) = (tools.GitAsync(cancellation), tools.SupervisorAsync(cancellation));
        findings.AddRange([await ofGit, await ofSupervisor]);
        var configuration = Configuration(findings[^2].Level == FindingLevel.Ok ? await repository.FindAsync(repositoryOption, cancellation) : null, findings);
        findings.Add(await tools.SandboxAsync(configuration?.Host.Sandbox ?? SandboxMode.Auto, cancellation));
        var ofAgents = AgentFindings.LookAsync(configuration, cancellation);
        await StateAsync(configuration?.Host ?? new HostSettings(), findings, cancellation);
        findings.AddRange(GitCredentialFindings.Look(configuration?.Host ?? new HostSettings(), terminal.Environment));
        findings.AddRange(await ofAgents);
        if (findings.Exists(finding => finding is { Subject: "git", Level: FindingLevel.Ok }))
        {
            findings.AddRange(await new RepositoryFindings(git).LookAsync(folder, repositoryOption is not null, configuration, cancellation));
        }

        return findings;
    }

    EffectiveConfiguration? Configuration(string? repository, List<Finding> findings)
    {
        try
        {
            var configuration = ConfigurationLoader.Load(new ConfigurationRequest { Repository = repository, Environment = terminal.Variables });
            findings.AddRange(configuration.Warnings.Select(warning => Finding.Warning("configuration", warning)));
            return configuration;
        }
        catch (ConfigurationException e)
        {
            findings.AddRange(e.Problems.Select(problem => Finding.Problem("configuration", problem.ToString())));
            return null;
        }
    }

    async Task StateAsync(HostSettings host, List<Finding> findings, CancellationToken cancellation)
    {
        try
        {
            var state = StateFolder.Find(stateOption, terminal);
            var store = new StoreFindings(state, terminal);
            findings.AddRange(StateFindings.Look(state, host.Limits.MinimumFreeBytes));
            findings.AddRange([await store.HostAsync(cancellation), .. store.Store(cancellation)]);
        }
        catch (ConfigurationException)
        {
            // Said above.
            findings.Add(Finding.Problem("state folder", "It cannot be told: the user's configuration file is wrong.", "Correct the file, or give the folder with --state DIR."));
        }
        catch (CommandException e)
        {
            findings.Add(Finding.Problem("state folder", e.Message));
        }
    }
}
