using System.Text.Json.Serialization;
using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.RunTests"/> and <see cref="FunctionNames.RunLinter"/>.</summary>
public sealed record RunCheckInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files to judge.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The check to run.</summary>
    public required CheckSettings Check { get; init; }
}

/// <summary>The result of one check. A failing check is a result; so is one that cannot start.</summary>
public sealed record CheckResult
{
    /// <summary>The verdict, as it is shown and counted.</summary>
    public required CheckVerdict Verdict { get; init; }

    /// <summary>The process's exit code; null when it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The whole output (artifact name).</summary>
    public string? Output { get; init; }

    /// <summary>The failures that the output names, at most 20 of at most 120 characters each: their identity from one iteration to the next.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Cause and remedy when the check could not start.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the check left changed files behind.</summary>
    public bool ChangedFiles { get; init; }
}

/// <summary>What became of a check, small enough to be shown everywhere.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Category">The check's category.</param>
/// <param name="Required">Whether the run can complete without it.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Flaky">Whether the same files had another verdict before.</param>
public sealed record CheckVerdict(string Name, CheckCategory Category, bool Required, CheckOutcome Outcome, bool Flaky = false);

/// <summary>What became of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>Exit code 0.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>Another exit code, or a signal.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It ran longer than it may and was ended.</summary>
    [JsonStringEnumMemberName("timed_out")]
    TimedOut,

    /// <summary>It could not be started: an error of the configuration or the machine, not a verdict on the code.</summary>
    [JsonStringEnumMemberName("cannot_start")]
    CannotStart,

    /// <summary>The run was cancelled while it ran.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
