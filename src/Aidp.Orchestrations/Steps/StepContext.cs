using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Steps;

/// <summary>Says which step of which run an activity call is: the key under which its effects are found when it runs again.</summary>
public sealed record StepContext
{
    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>The orchestration instance that waits for the step: ended or gone means that the step is cancelled.</summary>
    public required string Instance { get; init; }

    /// <summary>The iteration; 0 before the first.</summary>
    public required int Iteration { get; init; }

    /// <summary>Counts the steps of the run from 1 and never repeats, so it tells two calls of one iteration apart.</summary>
    public required int Number { get; init; }

    /// <summary>
    /// The state changes since the step before. They travel in the input because history keeps inputs: what is shown of a run is
    /// then derived from its history and complete, on either host, however often anyone looks.
    /// </summary>
    public IReadOnlyList<Transition> Trail { get; init; } = [];
}
