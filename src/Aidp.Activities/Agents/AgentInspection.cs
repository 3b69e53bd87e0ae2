using Aidp.Activities.Processes;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Agents;

/// <summary>What can be said of an agent on this machine without calling its model.</summary>
/// <param name="Name">The agent.</param>
/// <param name="Version">What it says its version is; null when it is not there.</param>
/// <param name="IsLoggedIn">Whether it has a credential, or a person is logged in; null when that cannot be told.</param>
/// <param name="Remedy">What a person can do when something is missing; null when nothing is.</param>
public sealed record AgentInspection(string Name, string? Version, bool? IsLoggedIn, string? Remedy)
{
    /// <summary>The names of the agents that are known.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = [.. AgentCatalog.All.Select(agent => agent.Name)];

    static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);

    /// <summary>Looks; takes a second or two, since agents are slow to start.</summary>
    public static async Task<AgentInspection> LookAsync(AgentSettings settings, CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner(TimeProvider.System);
        if (AgentCatalog.Find(settings.Name) is not { } definition)
        {
            return new AgentInspection(settings.Name, null, null, AgentCatalog.Unknown(settings.Name));
        }

        if (definition.Probe is not { } probe)
        {
            return new AgentInspection(settings.Name, "built in", true, null);
        }

        var credential = AgentEnvironment.Credential(definition);
        var command = new ProcessCommand
        {
            Executable = settings.Executable ?? definition.Executable,
            Arguments = probe.Version,
            WorkingDirectory = Path.GetTempPath(),
            Environment = ProcessEnvironment.Create([.. definition.Variables, .. credential is null ? Array.Empty<string>() : [credential]], definition.Values),
            Timeout = _limit,
        };
        var version = await runner.RunSupervisedAsync(command, cancellationToken);
        if (!version.IsSuccess)
        {
            return new AgentInspection(settings.Name, null, null, $"{Cause(command, version)} {probe.Install}");
        }

        var login = credential is not null || (await runner.RunSupervisedAsync(command with { Arguments = probe.Login }, cancellationToken)).IsSuccess;
        return new AgentInspection(settings.Name, version.Output.Tail.Trim(), login, login ? null : probe.LogIn);
    }

    // The search path is left out: whoever reads this knows their own.
    static string Cause(ProcessCommand command, ProcessResult result) => result switch
    {
        { End: ProcessEnd.NotFound } when !command.Executable.Contains('/', StringComparison.Ordinal) => $"'{command.Executable}' was not found in PATH.",
        { Problem: { } problem } => problem,
        _ => $"'{command.Executable} {string.Join(' ', command.Arguments)}' failed with exit code {result.ExitCode}.",
    };
}
