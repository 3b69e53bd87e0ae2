using System.Text;
using System.Text.RegularExpressions;
using Aidp.Activities.Agents;
using Aidp.Activities.Configuration;
using Aidp.Activities.Workspaces;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Settings;

namespace Aidp.Functions.Runs;

/// <summary>What a request for a run must hold to.</summary>
static partial class StartRunRules
{
    /// <summary>The most checks of a run.</summary>
    public const int MostChecks = 50;

    /// <summary>Ends the request when it breaks a rule; the message says which.</summary>
    public static void Check(StartRunBody body)
    {
        if (Encoding.UTF8.GetByteCount(body.Task) > StartRunBody.MostTaskBytes)
        {
            throw ApiProblems.TooLarge($"A task may have {StartRunBody.MostTaskBytes} bytes. Put long material into a file of the repository, and name the file in the task.");
        }

        foreach (var fault in Faults(body))
        {
            throw ApiProblems.InvalidRequest(fault);
        }
    }

    static IEnumerable<string> Faults(StartRunBody body)
    {
        if (string.IsNullOrWhiteSpace(body.Task))
        {
            yield return "The task is empty: say what is to be done.";
        }

        if (!Path.IsPathFullyQualified(body.Repository.Location) && !RemoteLocation.IsOne(body.Repository.Location))
        {
            yield return "repository.location must be an absolute path on the machine of the host, or a clone URL that begins with https:// and holds no user name or password: the host has no keys for ssh.";
        }

        if (!Commit().IsMatch(body.Repository.BaseCommit))
        {
            yield return "repository.baseCommit must be the full id of a commit.";
        }

        if (body.Slug is { } slug && (slug.Length > 80 || !Slug().IsMatch(slug)))
        {
            yield return "slug must match ^[a-z0-9]+(-[a-z0-9]+)*$ and have at most 80 characters.";
        }

        foreach (var fault in Faults(body.Settings))
        {
            yield return fault;
        }
    }

    static IEnumerable<string> Faults(RunSettings settings)
    {
        if (settings.MaxIterations is < 1 or > RunSettings.MostIterations)
        {
            yield return $"settings.maxIterations must be 1 to {RunSettings.MostIterations}.";
        }

        if (settings.Agents.Count == 0)
        {
            yield return "settings.agents must name at least one agent.";
        }

        foreach (var agent in settings.Agents)
        {
            if (AgentCatalog.Find(agent.Name) is null)
            {
                yield return string.IsNullOrWhiteSpace(agent.Name) ? "Every agent in settings.agents needs a name." : $"settings.agents: {AgentCatalog.Unknown(agent.Name)}";
            }
            else if (agent.Name == AgentChoice.CommandAgent == string.IsNullOrWhiteSpace(agent.Command))
            {
                yield return $"settings.agents: 'command' belongs to agent 'command', and that one needs it; this one is '{agent.Name}'.";
            }
        }

        if (GuardRules.ProblemOf(settings.Guard) is { } unguarded)
        {
            yield return $"settings.guard is not valid: {unguarded}.";
        }

        if (settings.Checks.Count > MostChecks)
        {
            yield return $"settings.checks may hold {MostChecks} checks.";
        }

        if (settings.Checks.FirstOrDefault(check => string.IsNullOrWhiteSpace(check.Name) || string.IsNullOrWhiteSpace(check.Run)) is { } empty)
        {
            yield return $"The check '{empty.Name}' needs a name and a command.";
        }

        if (settings.Checks.GroupBy(check => check.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            yield return $"Two checks are called '{twice.Key}': rename one of them.";
        }
    }

    [GeneratedRegex(@"\A[0-9a-f]{40}([0-9a-f]{24})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Commit();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}
