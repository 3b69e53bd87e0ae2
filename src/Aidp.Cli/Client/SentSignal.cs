using Aidp.Functions.Runs;
using Aidp.Orchestrations.Control;

namespace Aidp.Cli.Client;

/// <summary>A signal that was sent, and the run as it stood when the signal was looked for.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Run">The run.</param>
sealed record SentSignal(SignalView Signal, RunView Run)
{
    /// <summary>What became of it; null while the run does not show it.</summary>
    public SignalEntry? Entry => In(Run);

    /// <summary>What became of it in a run as it stands later.</summary>
    public SignalEntry? In(RunView run) => run.Loop?.Signals.FirstOrDefault(entry => entry.Id == Signal.Id);
}
