using System.Runtime.InteropServices;

namespace Aidp.Cli.Hosting;

/// <summary>Leaves the terminal: a host in the background is not ended by what is typed or closed there.</summary>
static partial class Session
{
    /// <summary>Makes this process the leader of a new session; does nothing when it leads one already.</summary>
    public static void Leave() => _ = SetSid();

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetSid();
}
