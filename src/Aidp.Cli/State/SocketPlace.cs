using System.Security.Cryptography;
using System.Text;
using Aidp.Cli.Terminals;

namespace Aidp.Cli.State;

/// <summary>Chooses where the host's socket lies: in a folder of its own that only its owner can open.</summary>
static class SocketPlace
{
    /// <summary>The longest path that a socket can have everywhere: <c>sun_path</c> has 104 bytes on macOS, 108 on Linux, with the final zero.</summary>
    public const int LongestPath = 103;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder and returns the path of the socket in it.</summary>
    public static string Prepare(StateFolder state, Terminal terminal)
    {
        foreach (var folder in Candidates(state, terminal))
        {
            var path = Path.Combine(folder, "host.sock");
            if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
            {
                Take(folder);
                return path;
            }
        }

        throw new CommandException(ExitCodes.Usage, $"No folder has a path short enough for a socket ({LongestPath} bytes). Give a shorter state folder with --state DIR.");
    }

    static IEnumerable<string> Candidates(StateFolder state, Terminal terminal)
    {
        yield return Path.Combine(state.Path, "run");

        var name = "aidp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state.Path)))[..16];
        if (terminal.Environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return Path.Combine(runtime, name);
        }

        yield return Path.Combine(Path.GetTempPath(), name);
        yield return Path.Combine("/tmp", name);
    }

    /// <summary>Makes a folder, or closes the one that is there to others.</summary>
    /// <exception cref="CommandException">It is a link, or somebody else's.</exception>
    /// <remarks>
    /// Somebody else could have made it first to listen in, or a link that leads elsewhere. What is seen here stays so: of a folder of one's own, nobody else
    /// puts another thing in the place, and nothing is changed before it is seen.
    /// </remarks>
    public static void Take(string folder)
    {
        StateFolder.CreateOwnerOnly(folder);
        var status = FolderStatus.Of(folder);
        if (!status.IsFolder)
        {
            throw Refused(folder, "is a symbolic link, which could lead the socket elsewhere");
        }

        if (!status.IsOwn)
        {
            throw Refused(folder, "belongs to somebody else, who could listen in on the socket");
        }

        try
        {
            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Refused(folder, $"cannot be closed to others ({e.Message.TrimEnd('.')})", e);
        }
    }

    static CommandException Refused(string folder, string why, Exception? cause = null) =>
        new(ExitCodes.Failed, $"The folder {folder} {why}. Remove it and try again, or give another state folder with --state DIR.", cause);
}
