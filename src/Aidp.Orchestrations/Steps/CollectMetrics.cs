namespace Aidp.Orchestrations.Steps;

/// <summary>The input of <see cref="FunctionNames.CollectMetrics"/>.</summary>
public sealed record CollectMetricsInput
{
    /// <summary>Which step this is.</summary>
    public required StepContext Step { get; init; }

    /// <summary>The files to measure.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>The verdicts of the iteration.</summary>
    public required IReadOnlyList<CheckVerdict> Checks { get; init; }

    /// <summary>Tasks that the agent filed and that keep the gate closed.</summary>
    public int TasksOpen { get; init; }

    /// <summary>Tasks that the agent filed and that are done, or abandoned with a reason.</summary>
    public int TasksSettled { get; init; }

    /// <summary>What all agent calls of the run have used so far.</summary>
    public Usage Usage { get; init; } = new();
}

/// <summary>The result of <see cref="FunctionNames.CollectMetrics"/>: the numbers of a checkpoint.</summary>
public sealed record MetricsSnapshot
{
    /// <summary>Tracked files.</summary>
    public int Files { get; init; }

    /// <summary>Lines of tracked text files.</summary>
    public long Lines { get; init; }

    /// <summary>Lines by language, the largest first, at most 10.</summary>
    public IReadOnlyList<LanguageLines> Languages { get; init; } = [];

    /// <summary>Files that differ from the base commit.</summary>
    public int FilesChanged { get; init; }

    /// <summary>Lines added since the base commit.</summary>
    public int LinesAdded { get; init; }

    /// <summary>Lines removed since the base commit.</summary>
    public int LinesRemoved { get; init; }

    /// <summary>Required checks that passed.</summary>
    public int ChecksPassed { get; init; }

    /// <summary>Required checks that ran.</summary>
    public int ChecksRun { get; init; }

    /// <summary>Tests that passed, when a report says so.</summary>
    public int? TestsPassed { get; init; }

    /// <summary>Tests that failed, when a report says so.</summary>
    public int? TestsFailed { get; init; }

    /// <summary>Covered lines in percent, when a report says so.</summary>
    public double? Coverage { get; init; }

    /// <summary>Tasks that keep the gate closed.</summary>
    public int TasksOpen { get; init; }

    /// <summary>Tasks that are done, or abandoned with a reason.</summary>
    public int TasksSettled { get; init; }

    /// <summary>What all agent calls of the run had used.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>The checkpoint's record (artifact name).</summary>
    public string? Artifact { get; init; }
}

/// <summary>How many lines of one language there are.</summary>
public sealed record LanguageLines(string Language, long Lines);
