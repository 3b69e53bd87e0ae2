using Aidp.Activities.Checks;
using Aidp.Activities.Configuration;
using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at the repository that a run would start from.</summary>
sealed class RepositoryFindings(GitRunner git)
{
    /// <summary>What is found; nothing outside of a repository, unless one was asked for.</summary>
    /// <param name="folder">A folder in it.</param>
    /// <param name="isAsked">Whether a person named the folder.</param>
    /// <param name="configuration">The configuration; null when it cannot be used.</param>
    public async Task<IReadOnlyList<Finding>> LookAsync(string folder, bool isAsked, EffectiveConfiguration? configuration, CancellationToken cancellation)
    {
        try
        {
            return await new SourceRepository(git).InspectAsync(folder, cancellation) switch
            {
                SourceInspection.Accepted accepted => [.. Accepted(accepted.Facts, configuration)],
                SourceInspection.Refused { Reason: SourceRefusal.NotARepository } when !isAsked => [],
                SourceInspection.Refused refused => [Finding.Problem("repository", refused.Message)],
                var other => throw new InvalidOperationException($"{other} is not known."),
            };
        }
        catch (GitException e)
        {
            return [Finding.Problem("repository", e.Message)];
        }
    }

    static IEnumerable<Finding> Accepted(SourceFacts facts, EffectiveConfiguration? configuration)
    {
        yield return Finding.Ok("repository", $"{facts.Location} at {facts.HeadCommit[..12]}{(facts.HeadBranch is { } branch ? $" on {branch}" : ", on no branch")}");
        foreach (var notice in facts.Notices)
        {
            yield return Finding.Warning("repository", notice);
        }

        if (configuration is not null && !facts.IsBare)
        {
            yield return Checks(facts.Location, configuration);
        }
    }

    static Finding Checks(string location, EffectiveConfiguration configuration)
    {
        var (checks, how) = configuration.Run.Checks.Count > 0 ? (configuration.Run.Checks, "configured") : ([.. CheckDetection.Detect(location).Select(found => found.Check)], "detected");
        return checks.Count > 0
            ? Finding.Ok("checks", $"{how}: {string.Join(", ", checks.Select(check => $"{check.Name} ({VisibleText.Of(check.Run)})"))}")
            : Finding.Warning("checks", "None are configured and none were detected: a run ends when the agent says that it is complete.", "Write some down: aidp init");
    }
}
