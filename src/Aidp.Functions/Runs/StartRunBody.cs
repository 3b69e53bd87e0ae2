using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;

namespace Aidp.Functions.Runs;

/// <summary>The body of <c>POST /api/runs</c>.</summary>
sealed record StartRunBody
{
    /// <summary>The longest task, in bytes of UTF-8.</summary>
    public const int MostTaskBytes = 1024 * 1024;

    /// <summary>The id of the run; made from the task when it is left out.</summary>
    public string? Id { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Task { get; init; }

    /// <summary>What it is to be done to.</summary>
    public required RepositorySource Repository { get; init; }

    /// <summary>Names the branch <c>aidp/&lt;slug&gt;</c>; the id when it is left out.</summary>
    public string? Slug { get; init; }

    /// <summary>How it is to be done.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Who asks.</summary>
    public string? Author { get; init; }
}
