using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>Turns the failures of an iteration into a report for the next prompt: what is new, what stays, what was there before, and what changed since all was well.</summary>
/// <remarks>Public because the activity, which is, asks for it in its constructor.</remarks>
public sealed class FailureDiagnosis
{
    /// <summary>As many failures as the result names.</summary>
    const int MaximumFailures = 40;

    /// <summary>The longest report, in characters; a prompt has other parts too.</summary>
    const int MaximumLength = 32 << 10;

    const int MaximumChanges = 4 << 10;

    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;

    internal FailureDiagnosis(RunWorkspaces workspaces, ArtifactStore artifacts) => (_workspaces, _artifacts) = (workspaces, artifacts);

    internal async Task<DiagnoseFailureResult> RunAsync(DiagnoseFailureInput input, CancellationToken cancellationToken)
    {
        var failed = input.Checks.Where(check => check.Verdict.Outcome is not (CheckOutcome.Passed or CheckOutcome.Cancelled)).ToList();
        var failures = failed.SelectMany(check => Named(check)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaximumFailures).ToList();
        var before = input.Before.ToHashSet(StringComparer.Ordinal);
        var report = new StringBuilder();
        Begin(report, input, failures, before);
        foreach (var check in failed)
        {
            await DescribeAsync(report, check, input, before, (MaximumLength - report.Length - MaximumChanges) / Math.Max(1, failed.Count), cancellationToken);
        }

        await DescribeChangesAsync(report, input, cancellationToken);
        var text = report.ToString();
        // Under a hash of what it says: the same report written again is the same artifact.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        var name = ArtifactName.Of(input.Step.Run, input.Step.Iteration, $"diagnosis-{hash}.md");
        await _artifacts.WriteTextAsync(name, text, cancellationToken);
        return new DiagnoseFailureResult
        {
            Report = name.ToString(),
            Failures = failures,
            New = failures.Count(failure => !before.Contains(failure)),
            Repeated = failures.Count(before.Contains),
        };
    }

    static IEnumerable<string> Named(CheckResult check) =>
        (check.Failures.Count > 0 ? check.Failures : [check.Verdict.Outcome == CheckOutcome.CannotStart ? "could not be started" : "failed"]).Select(failure => $"{check.Verdict.Name}: {failure}");

    static void Begin(StringBuilder report, DiagnoseFailureInput input, List<string> failures, HashSet<string> before)
    {
        var solved = before.Except(failures, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        report.Append(CultureInfo.InvariantCulture, $"{failures.Count} failure(s): {failures.Count(failure => !before.Contains(failure))} new, {failures.Count(before.Contains)} as in the iteration before");
        report.Append(CultureInfo.InvariantCulture, $"{(solved.Count > 0 ? $"; {solved.Count} of the iteration before gone" : "")}.\n");
        if (input.Checks.Any(check => check.Verdict.Flaky))
        {
            report.Append(CultureInfo.InvariantCulture, $"Flaky, since the same files had another verdict before: {string.Join(", ", input.Checks.Where(check => check.Verdict.Flaky).Select(check => check.Verdict.Name))}.\n");
        }
    }

    async Task DescribeAsync(StringBuilder report, CheckResult check, DiagnoseFailureInput input, HashSet<string> before, int room, CancellationToken cancellationToken)
    {
        var name = check.Verdict.Name;
        report.Append(CultureInfo.InvariantCulture, $"\n## Check '{name}'{(check.Verdict.Required ? "" : " (not required)")}\n\n");
        if (input.FailedBefore.Contains(name))
        {
            report.Append("This check already failed before the work began.\n\n");
        }

        foreach (var failure in check.Failures)
        {
            report.Append(CultureInfo.InvariantCulture, $"- {(before.Contains($"{name}: {failure}") ? "again" : "new")}: {failure}\n");
        }

        var summary = CheckArtifacts.SummaryOf(check.Output) is { } kept ? await _artifacts.ReadTextAsync(kept, cancellationToken: cancellationToken) : null;
        var text = (summary ?? check.Error ?? "").TrimEnd();
        report.Append('\n').Append(Cut(text, Math.Max(500, room))).Append('\n');
    }

    async Task DescribeChangesAsync(StringBuilder report, DiagnoseFailureInput input, CancellationToken cancellationToken)
    {
        if (input.LastPass is not { } last || last == input.Workspace.Commit)
        {
            return;
        }

        await using var workspace = await _workspaces.OpenAsync(input.Workspace, cancellationToken);
        var changes = await workspace.Repository.TryAsync(cancellationToken, "diff", "--stat=100", "--stat-count=40", last, input.Workspace.Commit);
        if (changes.IsSuccess && changes.Text.Length > 0)
        {
            report.Append(CultureInfo.InvariantCulture, $"\n## Changed since all required checks passed\n\n{Cut(changes.Text, MaximumChanges - 100)}\n");
        }
    }

    static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "\n[cut]";
}
