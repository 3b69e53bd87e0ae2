using System.Text.Json;
using Aidp.Activities.Git;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Guard;

/// <summary>All that a judgement found, as it is kept as an artifact: history and status only have its beginning.</summary>
sealed record GuardRecord
{
    /// <summary>How it is written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The commit of the run's journal that was judged.</summary>
    public required string Commit { get; init; }

    /// <summary>What is forbidden, at most 1,000.</summary>
    public IReadOnlyList<GuardViolation> Violations { get; init; } = [];

    /// <summary>The files that wait for approval.</summary>
    public IReadOnlyList<AwaitingFile> Awaiting { get; init; } = [];
}

/// <summary>A file that waits for approval.</summary>
/// <param name="File">Its path.</param>
/// <param name="Change"><c>added</c>, <c>changed</c>, <c>deleted</c> or <c>mode</c>.</param>
/// <param name="LinesAdded">Lines added since the base commit; null for binary content.</param>
/// <param name="LinesRemoved">Lines removed since the base commit; null for binary content.</param>
sealed record AwaitingFile(string File, string Change, int? LinesAdded, int? LinesRemoved)
{
    /// <summary>The file of a change.</summary>
    public static AwaitingFile Of(TreeChange change) => new(
        change.Path.Text,
        change switch
        {
            { Before.Exists: false } => "added",
            { After.Exists: false } => "deleted",
            _ when change.Before.Id == change.After.Id => "mode",
            _ => "changed",
        },
        change.Added,
        change.Removed);
}
