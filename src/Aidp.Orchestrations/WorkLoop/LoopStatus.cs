using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>The custom status of a work loop: all that a person sees of a run while it goes on, in less than 8 KB of JSON.</summary>
public sealed record LoopStatus
{
    /// <summary>The most checks that are shown.</summary>
    public const int MostChecks = 20;

    /// <summary>How many of the newest transitions are shown.</summary>
    public const int MostTransitions = 16;

    /// <summary>How many of the newest signals are shown.</summary>
    public const int MostSignals = 5;

    /// <summary>Where the loop stands.</summary>
    public required LoopState State { get; init; }

    /// <summary>Since when it is in <see cref="State"/>, in UTC.</summary>
    public required DateTime Since { get; init; }

    /// <summary>What the run waits for right now, in one line.</summary>
    public required string Why { get; init; }

    /// <summary>The iteration; 0 before the first.</summary>
    public int Iteration { get; init; }

    /// <summary>How many iterations the run may take.</summary>
    public int MaxIterations { get; init; }

    /// <summary>When the run started, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>The step that runs; null between steps.</summary>
    public RunningStep? Step { get; init; }

    /// <summary>A cancel signal arrived: agents, checks and setup commands that see it end themselves; what follows keeps the work.</summary>
    public bool Cancelling { get; init; }

    /// <summary>A pause that was asked for; null when there is none.</summary>
    public PauseStatus? Paused { get; init; }

    /// <summary>What the loop cannot go on without; null when it goes on.</summary>
    public WaitingStatus? Waiting { get; init; }

    /// <summary>The files that wait for a person's approval; null when none do.</summary>
    public ApprovalStatus? Approval { get; init; }

    /// <summary>The gates as they were judged last.</summary>
    public GateStatus Gates { get; init; } = new();

    /// <summary>The newest verdict of each check, at most <see cref="MostChecks"/>: what failed and is required comes first when there are more.</summary>
    public IReadOnlyList<CheckVerdict> Checks { get; init; } = [];

    /// <summary>How many checks are not in <see cref="Checks"/>.</summary>
    public int ChecksNotShown { get; init; }

    /// <summary>What was used of the budgets.</summary>
    public BudgetUse Budget { get; init; } = new();

    /// <summary>The agent that is or was called last.</summary>
    public string? Agent { get; init; }

    /// <summary>The model that it was asked for; null when the agent chooses.</summary>
    public string? Model { get; init; }

    /// <summary>The tier of the model.</summary>
    public string? Tier { get; init; }

    /// <summary>How many instructions wait for the next prompt.</summary>
    public int PendingInstructions { get; init; }

    /// <summary>How many instructions were given to the agent.</summary>
    public int AppliedInstructions { get; init; }

    /// <summary>How many of those stand in every prompt to the end of the run.</summary>
    public int StandingInstructions { get; init; }

    /// <summary>How many tasks of the agent are open.</summary>
    public int OpenTasks { get; init; }

    /// <summary>The newest signals, at most <see cref="MostSignals"/>, the oldest first.</summary>
    public IReadOnlyList<SignalEntry> Signals { get; init; } = [];

    /// <summary>The numbers of the last checkpoint; null before the first.</summary>
    public CheckpointNumbers? Checkpoint { get; init; }

    /// <summary>The newest transitions, at most <see cref="MostTransitions"/>, the oldest first.</summary>
    public IReadOnlyList<Transition> Trail { get; init; } = [];
}

/// <summary>A step that runs.</summary>
/// <param name="Activity">One of <see cref="FunctionNames"/>.</param>
/// <param name="Target">The agent or the check; null for the others.</param>
/// <param name="Since">When it was asked for, in UTC.</param>
public sealed record RunningStep(string Activity, string? Target, DateTime Since);

/// <summary>A pause that was asked for.</summary>
/// <param name="By">Who asked; null when nobody said.</param>
/// <param name="At">When it was asked for, in UTC.</param>
/// <param name="Since">Since when the loop stands still, in UTC; null while a step still runs.</param>
public sealed record PauseStatus(string? By, DateTime At, DateTime? Since = null);

/// <summary>Why a loop cannot go on by itself.</summary>
/// <param name="Reason">The word for the cause, as in <see cref="AgentOutcome"/>.</param>
/// <param name="Detail">The cause in a sentence.</param>
/// <param name="Remedy">What a person can do.</param>
/// <param name="Since">Since when it waits, in UTC.</param>
/// <param name="Until">When it tries again by itself, in UTC; null when only a person helps.</param>
public sealed record WaitingStatus(AgentOutcome Reason, string Detail, string Remedy, DateTime Since, DateTime? Until);

/// <summary>Files that wait for a person's approval.</summary>
/// <param name="Files">How many.</param>
/// <param name="Names">The first of them, at most 3, each cut to 60 characters.</param>
/// <param name="Commit">The commit of the run's journal that holds the change; an approval can name it.</param>
/// <param name="Since">Since when they wait, in UTC.</param>
/// <param name="Artifact">All about them (artifact name).</param>
public sealed record ApprovalStatus(int Files, IReadOnlyList<string> Names, string Commit, DateTime Since, string? Artifact);

/// <summary>Which gates are open; null means not judged in this iteration.</summary>
/// <param name="Checks">Every required check that is due passed.</param>
/// <param name="Agent">The agent said that it is complete.</param>
/// <param name="Tasks">No task of the agent is open, or tasks are not required.</param>
/// <param name="FullLoop">Every required check of the full loop passed.</param>
/// <param name="Guard">Nothing of the agent's change was undone.</param>
public sealed record GateStatus(bool? Checks = null, bool? Agent = null, bool? Tasks = null, bool? FullLoop = null, bool? Guard = null);

/// <summary>What was used of the budgets. Wall time runs from <see cref="LoopStatus.StartedAt"/>, less the time paused.</summary>
public sealed record BudgetUse
{
    /// <summary>How long the run stood paused or waited for approval, pauses and waits that are over.</summary>
    public TimeSpan PausedTime { get; init; }

    /// <summary>All agent calls together.</summary>
    public TimeSpan AgentTime { get; init; }

    /// <summary>All checks together.</summary>
    public TimeSpan ChecksTime { get; init; }

    /// <summary>Input and output tokens of all agent calls together.</summary>
    public long Tokens { get; init; }

    /// <summary>US dollars of all agent calls together.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>How many calls reported no cost.</summary>
    public int CallsOfUnknownCost { get; init; }
}

/// <summary>The numbers of a checkpoint.</summary>
/// <param name="Iteration">The iteration that it was taken in.</param>
/// <param name="FilesChanged">Files that differ from the base commit.</param>
/// <param name="LinesAdded">Lines added since the base commit.</param>
/// <param name="LinesRemoved">Lines removed since the base commit.</param>
/// <param name="ChecksPassed">Required checks that passed.</param>
/// <param name="ChecksRun">Required checks that ran.</param>
/// <param name="TestsPassed">Tests that passed, when a report says so.</param>
/// <param name="TestsFailed">Tests that failed, when a report says so.</param>
/// <param name="Coverage">Covered lines in percent, when a report says so.</param>
public sealed record CheckpointNumbers(
    int Iteration,
    int FilesChanged,
    int LinesAdded,
    int LinesRemoved,
    int ChecksPassed,
    int ChecksRun,
    int? TestsPassed,
    int? TestsFailed,
    double? Coverage);
