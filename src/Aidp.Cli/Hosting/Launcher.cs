using System.Diagnostics;
using Aidp.Cli.Client;
using Aidp.Cli.State;

namespace Aidp.Cli.Hosting;

/// <summary>Starts a host in the background: a process of its own that outlives the terminal.</summary>
static class Launcher
{
    // The shell only redirects: what the host says goes to the log, and no terminal or pipe of the caller stays open in it.
    const string Redirect = $"exec \"$@\" </dev/null >>\"${HostLog.Variable}\" 2>&1";

    /// <summary>Starts the host; it leads a session of its own as soon as it runs.</summary>
    /// <exception cref="CommandException">The state folder cannot be written.</exception>
    public static StartedHost Start(StateFolder state)
    {
        var logged = MakeLog(state);
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = state.Path,
            UseShellExecute = false,
        };
        start.Environment[HostLog.Variable] = state.LogFile;

        // For other endpoints; a host has no use for it.
        start.Environment.Remove(RemoteHost.KeyVariable);
        foreach (var argument in (string[])["-c", Redirect, "aidp", .. OwnCommand(), "host", "--state", state.Path])
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start)!, state, logged);
    }

    // Told here, since the shell that cannot open the log ends with an exit code that a host has for something else.
    static long MakeLog(StateFolder state)
    {
        try
        {
            using var log = new FileStream(state.LogFile, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            return log.Length;
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw state.Unusable(e);
        }
    }

    /// <summary>How this program is started again: its executable, or the runtime and its assembly.</summary>
    public static IReadOnlyList<string> OwnCommand()
    {
        var assembly = typeof(Launcher).Assembly.Location;
        if (assembly.Length == 0)
        {
            return [Environment.ProcessPath!];
        }

        var executable = Path.Combine(Path.GetDirectoryName(assembly)!, "aidp");
        return File.Exists(executable) ? [executable] : [Runtime(), assembly];
    }

    static string Runtime() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
