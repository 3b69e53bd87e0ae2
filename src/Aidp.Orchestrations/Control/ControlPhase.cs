namespace Aidp.Orchestrations.Control;

/// <summary>What a loop is to a signal that arrives.</summary>
enum ControlPhase
{
    /// <summary>It works.</summary>
    Running,

    /// <summary>It cannot go on by itself: no agent can be used, or a time has to pass.</summary>
    Waiting,

    /// <summary>Files wait for a person's approval.</summary>
    Approval,

    /// <summary>A pause was asked for, whether a step still runs or not.</summary>
    Paused,

    /// <summary>It is being cancelled.</summary>
    Cancelling,

    /// <summary>How it ends is decided.</summary>
    Ending,
}
