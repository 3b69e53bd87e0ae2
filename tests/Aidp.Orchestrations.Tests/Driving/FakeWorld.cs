using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Tests.Driving;

/// <summary>A repository in memory: the n-th agent call makes the checks pass. Answers activities as the real ones would, without files and processes.</summary>
sealed class FakeWorld
{
    int _commits;

    /// <summary>The agent call that mends everything; 0 for checks that pass on the base commit.</summary>
    public int PassesAfter { get; init; } = 3;

    /// <summary>How many files each agent call changes.</summary>
    public int FilesChanged { get; init; } = 1;

    /// <summary>Replaces how an agent call ends: the input, which call it is from 1, and the ordinary result.</summary>
    public Func<ExecuteAgentInput, int, ExecuteAgentResult, ExecuteAgentResult> Agent { get; init; } = static (_, _, result) => result;

    /// <summary>Replaces how a check ends: the input, and the ordinary result.</summary>
    public Func<RunCheckInput, CheckResult, CheckResult> Check { get; init; } = static (_, result) => result;

    /// <summary>Replaces what the guard policy comes to: the input, and the ordinary result, which has nothing to say.</summary>
    public Func<EnforceGuardInput, EnforceGuardResult, EnforceGuardResult> Enforce { get; init; } = static (_, result) => result;

    /// <summary>Replaces any answer by name; null leaves the ordinary one.</summary>
    public Func<string, object?, object?> Other { get; init; } = static (_, _) => null;

    /// <summary>Where the time of agents and checks goes.</summary>
    public Action<TimeSpan> TakeTime { get; set; } = static _ => { };

    /// <summary>Whether agents and checks are to end themselves, as they see it.</summary>
    public Func<bool> IsCancelled { get; set; } = static () => false;

    /// <summary>How many agent calls did their work.</summary>
    public int AgentCalls { get; private set; }

    /// <summary>Answers an activity.</summary>
    public object? Answer(string name, object? input) => Other(name, input) ?? input switch
    {
        CreateWorktreeInput create => new CreateWorktreeResult
        {
            Workspace = new() { Run = create.Step.Run, Repository = create.Repository, Slug = create.Slug, Commit = create.Repository.BaseCommit },
            Notices = ["Uncommitted changes are not included."],
        },
        ExecuteAgentInput execute => Execute(execute),
        RunCheckInput check => RunCheck(check),
        CommitChangesInput commit => new CommitChangesResult { Workspace = Committed(commit.Workspace), FilesChanged = 1 },
        EnforceGuardInput enforce => Enforce(enforce, new() { Workspace = enforce.Workspace, FilesChanged = FilesChanged }),
        DiagnoseFailureInput diagnose => Diagnose(diagnose),
        CollectMetricsInput => new MetricsSnapshot { Files = 10, Lines = 500, FilesChanged = AgentCalls, LinesAdded = 7, ChecksPassed = 1, ChecksRun = 2, Artifact = "metrics.json" },
        PublishBranchInput publish => new PublishBranchResult { Branch = $"aidp/{publish.Workspace.Slug}", Commit = "published" },
        RemoveWorktreeInput => null,
        _ => throw new InvalidOperationException($"Nobody knows '{name}'."),
    };

    ExecuteAgentResult Execute(ExecuteAgentInput input)
    {
        AgentCalls++;
        var ordinary = new ExecuteAgentResult
        {
            Outcome = AgentOutcome.Completed,
            Workspace = Committed(input.Workspace),
            FilesChanged = FilesChanged,
            LinesChanged = 3 * FilesChanged,
            SaysComplete = AgentCalls >= PassesAfter,
            FinalMessage = new("message.md", "00", 10, "Done."),
            Usage = new() { InputTokens = 100, OutputTokens = 20, CostUsd = 0.5m, Turns = 2 },
            Duration = TimeSpan.FromMinutes(1),
        };
        var result = IsCancelled() ? ordinary with { Outcome = AgentOutcome.Cancelled, SaysComplete = false } : Agent(input, AgentCalls, ordinary);
        TakeTime(result.Duration);
        return result;
    }

    CheckResult RunCheck(RunCheckInput input)
    {
        var passes = AgentCalls >= PassesAfter;
        var ordinary = new CheckResult
        {
            Verdict = new(input.Check.Name, input.Check.Category, input.Check.Required, passes ? CheckOutcome.Passed : CheckOutcome.Failed),
            ExitCode = passes ? 0 : 1,
            Failures = passes ? [] : ["adds two numbers"],
            Output = $"{input.Check.Name}.log",
            Duration = TimeSpan.FromSeconds(10),
        };
        var result = IsCancelled() ? ordinary with { Verdict = ordinary.Verdict with { Outcome = CheckOutcome.Cancelled } } : Check(input, ordinary);
        TakeTime(result.Duration);
        return result;
    }

    static DiagnoseFailureResult Diagnose(DiagnoseFailureInput input)
    {
        List<string> failures =
        [
            .. input.Checks.Where(check => check.Verdict.Outcome != CheckOutcome.Passed)
                .SelectMany(check => check.Failures.Select(failure => $"{check.Verdict.Name}: {failure}"))
                .Order(StringComparer.Ordinal),
        ];
        return new() { Report = "diagnosis.md", Failures = failures, New = failures.Except(input.Before).Count(), Repeated = failures.Intersect(input.Before).Count() };
    }

    Workspace Committed(Workspace workspace) => workspace with { Commit = $"c{++_commits}" };
}
