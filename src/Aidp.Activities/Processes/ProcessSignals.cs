using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Aidp.Activities.Processes;

/// <summary>Signals, by number, on Linux and macOS.</summary>
static partial class ProcessSignals
{
    public const int Kill = 9;

    /// <summary>Sends a signal; false when there is no such process.</summary>
    public static bool Send(int process, int signal) => KillProcess(process, signal) == 0;

    /// <summary>Whether a process has this number.</summary>
    public static bool Exists(int process) => Send(process, 0);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int process, int signal);
}
