namespace Aidp.Orchestrations.Control;

/// <summary>The names of the external events that steer a work loop: public contracts that stand in recorded histories and never change.</summary>
public static class SignalNames
{
    /// <summary>Stop before the next step and wait; payload <see cref="ControlSignal"/>.</summary>
    public const string Pause = "pause_work_loop";

    /// <summary>Go on after a pause, or try again at once when the loop waits; payload <see cref="ControlSignal"/>.</summary>
    public const string Resume = "resume_work_loop";

    /// <summary>End the running step, keep the work and end the run; payload <see cref="ControlSignal"/>.</summary>
    public const string Cancel = "cancel_work_loop";

    /// <summary>Tell the agent something, with its next prompt or from then on; payload <see cref="InstructionSignal"/>.</summary>
    public const string Inject = "inject_instruction";

    /// <summary>Replace parts of the guard policy, from the next judgement on; payload <see cref="GuardSignal"/>.</summary>
    public const string UpdateGuardPolicy = "update_guard_policy";

    /// <summary>Decide about files that wait for approval; payload <see cref="ApprovalSignal"/>.</summary>
    public const string Approve = "approve";

    /// <summary>All names, in the order in which signals that arrive together are taken.</summary>
    public static IReadOnlyList<string> All { get; } = [Cancel, Pause, Resume, Inject, UpdateGuardPolicy, Approve];
}
