namespace Aidp.Activities.Processes;

/// <summary>Finds the file that a command means, as a shell would, but never in the working directory by a bare name.</summary>
static class ExecutableSearch
{
    const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path, or why there is none.</summary>
    public static (string? Path, ProcessEnd End, string Problem) Find(ProcessCommand command)
    {
        if (!Directory.Exists(command.WorkingDirectory))
        {
            return (null, ProcessEnd.NotFound, $"The working directory '{command.WorkingDirectory}' does not exist.");
        }

        var candidates = Candidates(command).Where(File.Exists).ToList();
        if (candidates.Find(IsExecutable) is { } found)
        {
            return (found, ProcessEnd.Exited, "");
        }

        return candidates is [var present, ..]
            ? (null, ProcessEnd.NotExecutable, $"'{present}' is not executable. Allow it with: chmod +x '{present}'")
            : (null, ProcessEnd.NotFound, Missing(command));
    }

    static IEnumerable<string> Candidates(ProcessCommand command) => command.Executable.Contains('/', StringComparison.Ordinal)
        ? [Path.GetFullPath(command.Executable, command.WorkingDirectory)]
        : SearchPath(command).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, command.Executable));

    static string[] SearchPath(ProcessCommand command) => command.Environment.GetValueOrDefault("PATH", "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    static string Missing(ProcessCommand command) => command.Executable.Contains('/', StringComparison.Ordinal)
        ? $"There is no file '{Path.GetFullPath(command.Executable, command.WorkingDirectory)}'."
        : $"'{command.Executable}' was not found in PATH ({string.Join(':', SearchPath(command))}). Install it, or give its full path.";

    static bool IsExecutable(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0;
}
