namespace Aidp.Orchestrations.WorkLoop;

/// <summary>One change of state.</summary>
/// <param name="Sequence">Counts the run's transitions from 1.</param>
/// <param name="State">The state that was entered.</param>
/// <param name="Iteration">The iteration; 0 before the first.</param>
/// <param name="At">When, in UTC.</param>
public sealed record Transition(int Sequence, LoopState State, int Iteration, DateTime At);
