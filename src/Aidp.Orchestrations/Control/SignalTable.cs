namespace Aidp.Orchestrations.Control;

/// <summary>What a signal does in every phase of a loop; <c>signals.md</c> beside this file shows it. A loop that has ended takes no signals: the host answers 410.</summary>
static class SignalTable
{
    /// <summary>What happens, and why nothing happens.</summary>
    public static (SignalEffect Effect, string? Note) Decide(ControlPhase phase, string name) => (phase, name) switch
    {
        (ControlPhase.Ending, _) => (SignalEffect.None, "the run is ending"),
        (ControlPhase.Cancelling, SignalNames.Cancel) => (SignalEffect.None, "already being cancelled"),
        (ControlPhase.Cancelling, _) => (SignalEffect.None, "the run is being cancelled"),
        (ControlPhase.Paused, SignalNames.Pause) => (SignalEffect.None, "already paused"),
        (ControlPhase.Running, SignalNames.Resume) => (SignalEffect.None, "neither paused nor waiting"),
        (ControlPhase.Approval, SignalNames.Resume) => (SignalEffect.None, "files wait for approval: approve or deny them"),
        (ControlPhase.Running or ControlPhase.Waiting, SignalNames.Approve) => (SignalEffect.None, NothingAwaited),
        (_, SignalNames.Pause) => (SignalEffect.Pause, null),
        (_, SignalNames.Resume) => (SignalEffect.Resume, null),
        (_, SignalNames.Cancel) => (SignalEffect.Cancel, null),
        (_, SignalNames.Inject) => (SignalEffect.Queue, null),
        (_, SignalNames.UpdateGuardPolicy) => (SignalEffect.Guard, null),
        (_, SignalNames.Approve) => (SignalEffect.Decide, null),
        _ => (SignalEffect.None, "unknown signal"),
    };

    /// <summary>Why an approval has no effect when nothing waits for it.</summary>
    public const string NothingAwaited = "no file waits for approval";
}

/// <summary>What a signal does.</summary>
enum SignalEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The loop stands still at the next safe point.</summary>
    Pause,

    /// <summary>A pause ends; a loop that waits tries again at once.</summary>
    Resume,

    /// <summary>The running step is ended and the loop ends.</summary>
    Cancel,

    /// <summary>The instruction waits for the next prompt.</summary>
    Queue,

    /// <summary>The guard policy is another one from the next judgement on.</summary>
    Guard,

    /// <summary>Files that wait for approval are decided about, at once.</summary>
    Decide,
}
