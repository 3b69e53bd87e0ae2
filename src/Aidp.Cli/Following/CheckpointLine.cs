using System.Globalization;
using Aidp.Orchestrations.Steps;

namespace Aidp.Cli.Following;

/// <summary>The numbers of a checkpoint, and how they have changed since the one before.</summary>
static class CheckpointLine
{
    const double Noticeable = 0.05;

    /// <summary>The line; what no report tells is left out.</summary>
    /// <param name="now">The checkpoint.</param>
    /// <param name="before">The one before; null for the first.</param>
    public static string Of(MetricsSnapshot now, MetricsSnapshot? before) => "checkpoint: " + string.Join(", ", new[]
    {
        Part(now.FilesChanged, before?.FilesChanged, now.FilesChanged == 1 ? "file changed" : "files changed"),
        Part(now.LinesAdded, before?.LinesAdded, now.LinesAdded == 1 ? "line added" : "lines added"),
        Part(now.LinesRemoved, before?.LinesRemoved, now.LinesRemoved == 1 ? "line removed" : "lines removed"),
        now.ChecksRun > 0 ? Part(now.ChecksPassed, before?.ChecksPassed, $"of {now.ChecksRun} required checks passed") : null,
        Part(now.TestsPassed, before?.TestsPassed, "tests passed"),
        Part(now.TestsFailed, before?.TestsFailed, "tests failed"),
        Part(now.Coverage, before?.Coverage, "% of lines covered"),
    }.OfType<string>());

    static string? Part(double? now, double? before, string what) => now is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {what}{Trend(number - before)}") : null;

    static string Trend(double? change) => change is { } by && Math.Abs(by) >= Noticeable ? string.Create(CultureInfo.InvariantCulture, $" ({by:+0.#;-0.#})") : "";
}
