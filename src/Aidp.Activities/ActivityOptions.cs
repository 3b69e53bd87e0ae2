using Aidp.Activities.Configuration;

namespace Aidp.Activities;

/// <summary>Where activities keep what they need.</summary>
public sealed class ActivityOptions
{
    /// <summary>The section of the host's configuration that they are read from.</summary>
    public const string Section = "Aidp";

    /// <summary>The folder of clones, worktrees and step journals. Default: <c>AIDP_STATE</c>, else <c>aidp</c> in the XDG state folder, else <c>~/.local/state/aidp</c>.</summary>
    public string StateFolder { get; set; } = DefaultStateFolder();

    /// <summary>Folders besides <see cref="StateFolder"/> that agents and checks must not see: where the host's socket is. Default: none.</summary>
    public IList<string> HiddenFolders { get; } = [];

    /// <summary>The settings of this machine; its artifact store is theirs. Their own state folder is not looked at.</summary>
    public HostSettings Host { get; set; } = new();

    static string DefaultStateFolder() =>
        Environment.GetEnvironmentVariable("AIDP_STATE") is { Length: > 0 } named ? named
        : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state) ? Path.Combine(state, "aidp")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "aidp");
}
