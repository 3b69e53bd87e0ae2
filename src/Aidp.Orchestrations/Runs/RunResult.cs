using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Runs;

/// <summary>The record in which every run ends, whatever happened.</summary>
public sealed record RunResult
{
    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why, one of <see cref="RunReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Cause and way out in a sentence, for a person; at most 1,000 characters.</summary>
    public string? Detail { get; init; }

    /// <summary>How many iterations were begun; iteration 0, the checks on the base commit, does not count.</summary>
    public int Iterations { get; init; }

    /// <summary>The last commit of the journal; null when there was no workspace.</summary>
    public string? FinalCommit { get; init; }

    /// <summary>The branch in the user's repository, for example <c>aidp/fix-parser</c>; null when nothing was published.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit on <see cref="Branch"/>.</summary>
    public string? PublishedCommit { get; init; }

    /// <summary>The verdicts of the last time each check ran.</summary>
    public IReadOnlyList<CheckVerdict> Checks { get; init; } = [];

    /// <summary>Names of the required checks that already failed on the base commit.</summary>
    public IReadOnlyList<string> FailedBefore { get; init; } = [];

    /// <summary>What the agents used, all calls together.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>From the start of the run to its end.</summary>
    public TimeSpan WallTime { get; init; }

    /// <summary>The time that agents ran, all calls together.</summary>
    public TimeSpan AgentTime { get; init; }

    /// <summary>The time that checks ran, all together.</summary>
    public TimeSpan ChecksTime { get; init; }

    /// <summary>The prefix under which all artifacts of the run are found.</summary>
    public string? Artifacts { get; init; }

    /// <summary>What a person should know, for example that uncommitted changes are not included; at most 20.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The transitions since the last step; see <see cref="Steps.StepContext.Trail"/>.</summary>
    public IReadOnlyList<WorkLoop.Transition> Trail { get; init; } = [];
}
