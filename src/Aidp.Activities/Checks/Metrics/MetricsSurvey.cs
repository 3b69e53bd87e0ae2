using System.Globalization;
using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks.Metrics;

/// <summary>Counts files, lines, changes, checks and tests.</summary>
/// <remarks>Public because the activity, which is, asks for it in its constructor.</remarks>
public sealed class MetricsSurvey
{
    const int MaximumLanguages = 10;

    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;

    internal MetricsSurvey(RunWorkspaces workspaces, ArtifactStore artifacts) => (_workspaces, _artifacts) = (workspaces, artifacts);

    internal async Task<MetricsSnapshot> RunAsync(CollectMetricsInput input, CancellationToken cancellationToken)
    {
        await using var workspace = await _workspaces.OpenAsync(input.Workspace, cancellationToken);
        var empty = (await workspace.Repository.RunAsync(cancellationToken, "hash-object", "-t", "tree", "/dev/null")).Text;
        var all = await NumbersAsync(workspace.Repository, empty, input.Workspace.Commit, cancellationToken);
        var changed = await NumbersAsync(workspace.Repository, input.Workspace.Repository.BaseCommit, input.Workspace.Commit, cancellationToken);
        var reports = TestReports.In(workspace.Directory);
        var required = input.Checks.Where(check => check.Required).ToList();
        var name = ArtifactName.Of(input.Step.Run, input.Step.Iteration, string.Create(CultureInfo.InvariantCulture, $"metrics-{input.Step.Number}.json"));
        var snapshot = new MetricsSnapshot
        {
            Files = all.Count,
            Lines = all.Sum(file => file.Added),
            Languages = [.. all.Where(file => file.Added > 0).GroupBy(file => Languages.Of(file.Path), StringComparer.Ordinal)
                .Select(language => new LanguageLines(language.Key, language.Sum(file => file.Added)))
                .OrderByDescending(language => language.Lines).ThenBy(language => language.Language, StringComparer.Ordinal).Take(MaximumLanguages)],
            FilesChanged = changed.Count,
            LinesAdded = (int)Math.Min(int.MaxValue, changed.Sum(file => file.Added)),
            LinesRemoved = (int)Math.Min(int.MaxValue, changed.Sum(file => file.Removed)),
            ChecksPassed = required.Count(check => check.Outcome == CheckOutcome.Passed),
            ChecksRun = required.Count,
            TestsPassed = reports.Passed,
            TestsFailed = reports.Failed,
            Coverage = reports.Coverage,
            TasksOpen = input.TasksOpen,
            TasksSettled = input.TasksSettled,
            Usage = input.Usage,
            Artifact = name.ToString(),
        };
        await _artifacts.WriteBytesAsync(name, JsonSerializer.SerializeToUtf8Bytes(snapshot), cancellationToken);
        return snapshot;
    }

    // Binary files have "-" instead of numbers.
    static async Task<List<(string Path, long Added, long Removed)>> NumbersAsync(GitRepository repository, string from, string to, CancellationToken cancellationToken) =>
        [.. (await repository.RunAsync(cancellationToken, "diff", "--numstat", "--no-renames", "-z", from, to)).Items.Select(item => item.Split('\t', 3))
            .Where(fields => fields.Length == 3).Select(fields => (fields[2], Number(fields[0]), Number(fields[1])))];

    static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
