namespace Aidp.Activities.Confinement;

/// <summary>Whether agents, checks and setup commands run in a sandbox.</summary>
public enum SandboxMode
{
    /// <summary>In one where the machine has what it takes, otherwise without; a run says so.</summary>
    Auto,

    /// <summary>In one, or not at all.</summary>
    Required,

    /// <summary>Without one.</summary>
    Off,
}
