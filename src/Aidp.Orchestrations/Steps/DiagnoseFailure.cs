namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.DiagnoseFailure"/>.</summary>
public sealed record DiagnoseFailureInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files that were judged.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The results of this iteration.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Failures of the iteration before, as <c>check: failure</c>.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Names of the checks that already failed on the base commit.</summary>
    public IReadOnlyList<string> FailedBefore { get; init; } = [];

    /// <summary>The newest commit on which all required checks passed, so that the report can say what changed since; null when there is none.</summary>
    public string? LastPass { get; init; }
}

/// <summary>The result of <see cref="FunctionNames.DiagnoseFailure"/>.</summary>
public sealed record DiagnoseFailureResult
{
    /// <summary>The report for the next prompt (artifact name).</summary>
    public required string Report { get; init; }

    /// <summary>This iteration's failures, as <c>check: failure</c>, sorted, at most 40.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>How many failures were not there the iteration before.</summary>
    public int New { get; init; }

    /// <summary>How many failures were there the iteration before too.</summary>
    public int Repeated { get; init; }
}
