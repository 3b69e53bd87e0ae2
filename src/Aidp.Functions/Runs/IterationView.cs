using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Runs;

/// <summary>All iterations of a run.</summary>
/// <param name="Iterations">From 0, the checks on the base commit.</param>
sealed record IterationList(IReadOnlyList<IterationView> Iterations);

/// <summary>One iteration of a run, derived from its history.</summary>
/// <param name="Number">0 for the checks on the base commit, then counted from 1.</param>
/// <param name="Transitions">Its changes of state.</param>
/// <param name="Agents">Its agent calls that have ended.</param>
/// <param name="Checks">Its checks that have ended.</param>
/// <param name="Checkpoint">The numbers of the checkpoint that it ended with; null when it had none.</param>
sealed record IterationView(int Number, IReadOnlyList<Transition> Transitions, IReadOnlyList<AgentCallView> Agents, IReadOnlyList<CheckView> Checks, MetricsSnapshot? Checkpoint = null);

/// <summary>An agent call that has ended.</summary>
sealed record AgentCallView
{
    /// <summary>The agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The model that it was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>How the call ended.</summary>
    public required AgentOutcome Outcome { get; init; }

    /// <summary>Cause and way out when it did not complete.</summary>
    public string? Error { get; init; }

    /// <summary>How many files it changed.</summary>
    public int FilesChanged { get; init; }

    /// <summary>How many lines it added and removed.</summary>
    public int LinesChanged { get; init; }

    /// <summary>What the guard policy said to what it changed; null when it had nothing to say.</summary>
    public GuardFindings? Guard { get; init; }

    /// <summary>The commit of the journal that holds what it changed.</summary>
    public string? Commit { get; init; }

    /// <summary>What it used.</summary>
    public Usage? Usage { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Its final message.</summary>
    public TextReference? FinalMessage { get; init; }

    /// <summary>Its output (artifact name).</summary>
    public string? Transcript { get; init; }

    /// <summary>The prompt that it was given (artifact name).</summary>
    public string? Prompt { get; init; }
}

/// <summary>A check that has ended.</summary>
/// <param name="Name">The check.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Required">Whether the run can complete without it.</param>
/// <param name="Flaky">Whether the same commit had another verdict before.</param>
/// <param name="Duration">How long it ran.</param>
/// <param name="Failures">The failures that its output names.</param>
/// <param name="Output">Its output (artifact name).</param>
sealed record CheckView(string Name, CheckOutcome Outcome, bool Required, bool Flaky, TimeSpan Duration, IReadOnlyList<string> Failures, string? Output);
