using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Runs;

/// <summary>A run as the API shows it.</summary>
sealed record RunView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>How it stands.</summary>
    public required RunState Status { get; init; }

    /// <summary>Where its work loop stands; null before the loop began.</summary>
    public LoopState? State { get; init; }

    /// <summary>The iteration; 0 before the first.</summary>
    public int Iteration { get; init; }

    /// <summary>How many iterations it may take.</summary>
    public int MaxIterations { get; init; }

    /// <summary>What it waits for right now, or why it ended, in one line.</summary>
    public required string Why { get; init; }

    /// <summary>What is to be done.</summary>
    public TextReference? Task { get; init; }

    /// <summary>What it is done to.</summary>
    public RepositorySource? Repository { get; init; }

    /// <summary>Names the branch <c>aidp/&lt;slug&gt;</c>.</summary>
    public string? Slug { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last got on.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What it may use; null when the instance does not say.</summary>
    public BudgetSettings? Budget { get; init; }

    /// <summary>All that the work loop shows of itself; null when it shows nothing, and in lists.</summary>
    public LoopStatus? Loop { get; init; }

    /// <summary>How it ended; null while it goes on, and in lists.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool Finished => Status is RunState.Completed or RunState.Failed or RunState.Cancelled or RunState.NoChanges or RunState.NeedsInput;
}
