using System.Globalization;
using System.Text.Json;
using Aidp.Activities.Configuration;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Cli.Following;

/// <summary>The words in which people read about runs.</summary>
static class RunWords
{
    /// <summary>A state or status as it is written everywhere, for example <c>APPLY_PATCH</c>.</summary>
    public static string State<T>(T value)
        where T : struct, Enum => JsonSerializer.Serialize(value).Trim('"');

    /// <summary>A status as it is written everywhere, for example <c>no_changes</c>.</summary>
    public static string Status<T>(T value)
        where T : struct, Enum => State(value);

    /// <summary>A length of time, for example <c>1m 05s</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0}s"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m {time.Seconds:00}s"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}h {time.Minutes:00}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays}d"),
    };

    /// <summary>A moment on the clock of whoever reads it, for example <c>21:09:30</c>.</summary>
    public static string Clock(DateTime utc, TimeProvider time) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Why a run ended: a word of the contract is written as people write it.</summary>
    public static string Reason(string reason) => reason.Contains(' ', StringComparison.Ordinal) ? reason : reason.Replace('_', ' ');

    /// <summary>What an agent call did.</summary>
    public static string Agent(AgentCallView call)
    {
        var what = call.Outcome == AgentOutcome.Completed
            ? $"changed {call.FilesChanged} file{Plural(call.FilesChanged)}, {call.LinesChanged} line{Plural(call.LinesChanged)}"
            : $"{Status(call.Outcome)}: {VisibleText.Of(call.Error ?? "", keepLines: true)}";
        var cost = call.Usage is { CostUsd: > 0 } usage ? string.Create(CultureInfo.InvariantCulture, $", ${usage.CostUsd:0.00}") : "";
        return $"agent {call.Agent}: {what} ({Time(call.Duration)}{cost})";
    }

    /// <summary>What a check said.</summary>
    public static string Check(CheckView check)
    {
        var failures = check.Failures.Count > 0 && check.Outcome != CheckOutcome.Passed ? $": {VisibleText.Of(check.Failures[0])}{(check.Failures.Count > 1 ? $" and {check.Failures.Count - 1} more" : "")}" : "";
        return $"check {check.Name}: {Status(check.Outcome)}{(check.Required ? "" : ", not required")}{(check.Flaky ? ", flaky" : "")} ({Time(check.Duration)}){failures}";
    }

    /// <summary>What agent calls cost, as far as it is known.</summary>
    public static string Cost(decimal dollars, int unknownCalls) =>
        string.Create(CultureInfo.InvariantCulture, $"${dollars:0.00}{(unknownCalls > 0 ? "+" : "")}");

    static string Plural(int count) => count == 1 ? "" : "s";
}
