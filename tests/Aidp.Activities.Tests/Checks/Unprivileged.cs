using System.Runtime.InteropServices;

namespace Aidp.Activities.Tests.Checks;

/// <summary>Looks at files as a user who may not read all of them, also where tests run as root, whom nothing is hidden from.</summary>
static partial class Unprivileged
{
    const int Nobody = 65534;
    const UnixFileMode Everybody = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    static readonly EnumerationOptions _everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Runs code that stays on its thread, with a folder of which it may read everything but what is hidden.</summary>
    public static T Run<T>(string folder, string[] hidden, Func<T> code)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", _everything).Prepend(folder).ToList())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Everybody);
        }

        var modes = hidden.Select(File.GetUnixFileMode).ToList();
        // Of this thread alone, and only root can change it: any other user goes without.
        var isRoot = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;
        try
        {
            Array.ForEach(hidden, path => File.SetUnixFileMode(path, UnixFileMode.None));
            _ = isRoot ? SetFileSystemUser(Nobody) : 0;
            return code();
        }
        finally
        {
            _ = isRoot ? SetFileSystemUser(0) : 0;
            foreach (var (path, mode) in hidden.Zip(modes))
            {
                File.SetUnixFileMode(path, mode);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFileSystemUser(int user);
}
