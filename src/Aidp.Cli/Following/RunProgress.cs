using Aidp.Functions.Runs;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Cli.Following;

/// <summary>What is new about a run since the last look.</summary>
/// <param name="Run">The run as it stands.</param>
/// <param name="Transitions">Its changes of state since the last look, none missed, in order.</param>
/// <param name="Iterations">All that is known of the iterations that these belong to.</param>
sealed record RunProgress(RunView Run, IReadOnlyList<Transition> Transitions, IReadOnlyList<IterationView> Iterations);
