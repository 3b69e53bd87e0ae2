using System.Globalization;
using Aidp.Activities.Configuration;
using Aidp.Cli.State;
using Aidp.Embedded.Store;

namespace Aidp.Cli.Doctor;

/// <summary>Looks at the state folder and the disk that it is on; makes nothing that stays.</summary>
static class StateFindings
{
    /// <summary>What is found of the folder.</summary>
    /// <param name="minimumFree">How many bytes must stay free.</param>
    public static IEnumerable<Finding> Look(StateFolder state, long minimumFree)
    {
        var there = Nearest(state.Path);
        yield return Writable(state, there);
        if (there == state.Path && File.GetUnixFileMode(state.Path) is var mode && (mode & StateFolderAccess.Others) != 0)
        {
            yield return Finding.Warning("state folder", $"Others can open {state.Path} (mode {StateFolderAccess.Octal(mode)}): it holds keys, prompts and copies of repositories.", $"chmod 700 '{state.Path}'");
        }

        var type = FileSystemCheck.TypeOf(state.Path);
        yield return FileSystemCheck.IsRemote(type)
            ? Finding.Problem("file system", $"{state.Path} is on a network file system ({type}), where locks and syncs cannot be relied on.", "Give a folder on a local disk with --state DIR or AIDP_STATE.")
            : Finding.Ok("file system", $"{type}, local");

        var free = new DriveInfo(there).AvailableFreeSpace;
        yield return free < minimumFree
            ? Finding.Problem("free space", $"{Gibibytes(free)} are free for the state folder, and artifacts.min_free asks for {SizeText.Format(minimumFree)}: nothing more would be stored.", "Free some space, or give a folder on another disk with --state DIR or AIDP_STATE.")
            : Finding.Ok("free space", $"{Gibibytes(free)} ({SizeText.Format(minimumFree)} must stay free)");
    }

    static Finding Writable(StateFolder state, string there)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(there, $".aidp-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            probe.Flush(flushToDisk: true);
            return Finding.Ok("state folder", there == state.Path ? $"{state.Path}, writable" : $"{state.Path} will be made by the first run");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem("state folder", $"{there} cannot be written: {e.Message}", "Make it writable for you, or give another folder with --state DIR or AIDP_STATE.");
        }
    }

    // The folder, or where it would be made.
    static string Nearest(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
        {
            path = above;
        }

        return path;
    }

    static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0}GB");
}
