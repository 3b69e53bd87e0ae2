using System.Security.Cryptography;
using System.Text;
using Aidp.Activities.Git;

namespace Aidp.Activities.Workspaces;

/// <summary>Where everything of the workspaces is, below the state folder.</summary>
sealed class StateFolder(string root)
{
    /// <summary>The folder itself.</summary>
    public string Root => root;

    /// <summary>The bare clone of the repository at this location; the same location always gives the same one, whether it still exists or not.</summary>
    public string Repository(string location) => Path.Combine(root, "repositories", Key(location) + ".git");

    /// <summary>The files of a run.</summary>
    public string Worktree(string run) => Path.Combine(root, "worktrees", RefName.Encode(run));

    /// <summary>What is known of a run's steps, and its private index: out of the worktree, so out of an agent's way.</summary>
    public string Journal(string run) => Path.Combine(root, "journal", RefName.Encode(run));

    /// <summary>What is handed to the supervisors of programs and comes back from them: in a sandbox it cannot be seen.</summary>
    public string Launches => Path.Combine(root, "launches");

    /// <summary>What is known of one step.</summary>
    public string Step(string run, int step) => Path.Combine(Journal(run), step.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// The marker of a run's git processes, by which those that outlived their host are found and ended. Another state folder may have a run of the same
    /// id, whose processes are not ours to end.
    /// </summary>
    public string GitToken(string run) => $"git-{Key(Path.GetFullPath(Journal(run)))}";

    /// <summary>The marker of the git processes that work on a clone itself, for the same reason not that of one in another state folder.</summary>
    public string CloneToken(string location) => $"clone-{Key(Path.GetFullPath(Repository(location)))}";

    /// <summary>The marker of the processes of one step's check, for the same reason not that of the same step in another state folder.</summary>
    public string CheckToken(string run, int step) => $"check-{Key(Path.GetFullPath(Step(run, step)))}";

    static string Key(string location) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)))[..16];
}
