using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.Runs;

/// <summary>A validated request for a run: the input of <see cref="FunctionNames.AidpOrchestrator"/> and of the child that it starts.</summary>
public sealed record RunRequest
{
    /// <summary>What is to be done, in the words of the person who asked.</summary>
    public required TextReference Task { get; init; }

    /// <summary>What it is to be done to.</summary>
    public required RepositorySource Repository { get; init; }

    /// <summary>Names the branch: <c>aidp/&lt;slug&gt;</c>; matches <c>^[a-z0-9]+(-[a-z0-9]+)*$</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>All settings, resolved when the run was asked for, so that a replay never reads configuration.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>Who asked for the run; null when nobody said.</summary>
    public string? Author { get; init; }
}
