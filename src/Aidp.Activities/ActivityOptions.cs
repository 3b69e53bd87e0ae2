using Aidp.Activities.Artifacts;

namespace Aidp.Activities;

/// <summary>Where activities keep what they need.</summary>
public sealed class ActivityOptions
{
    /// <summary>The section of the host's configuration that they are read from.</summary>
    public const string Section = "Aidp";

    /// <summary>The folder of clones, worktrees and step journals. Default: <c>AIDP_STATE</c>, else <c>aidp</c> in the XDG state folder, else <c>~/.local/state/aidp</c>.</summary>
    public string StateFolder { get; set; } = DefaultStateFolder();

    /// <summary>The connection string of the storage account that keeps artifacts; null for the folder <c>artifacts</c> in the state folder.</summary>
    public string? ArtifactConnection { get; set; }

    /// <summary>The blob container that keeps artifacts.</summary>
    public string ArtifactContainer { get; set; } = "aidp-artifacts";

    /// <summary>What bounds the space that artifacts take.</summary>
    public ArtifactLimits Artifacts { get; set; } = new();

    static string DefaultStateFolder() =>
        Environment.GetEnvironmentVariable("AIDP_STATE") is { Length: > 0 } named ? named
        : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? Path.Combine(state, "aidp")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "aidp");
}
