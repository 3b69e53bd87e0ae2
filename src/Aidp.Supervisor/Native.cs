using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace Aidp.Supervisor;

/// <summary>The calls to the C library, and their numbers on Linux (x64, arm64) and macOS.</summary>
static unsafe partial class Native
{
    public const int StandardInput = 0;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int NoHang = 1;

    /// <summary>linux/prctl.h.</summary>
    const int SetChildSubreaper = 36;

    /// <summary>spawn.h: POSIX_SPAWN_SETSIGDEF and POSIX_SPAWN_SETSIGMASK, the same on both systems.</summary>
    const short SignalFlags = 0x04 | 0x08;

    /// <summary>spawn.h: POSIX_SPAWN_SETSID.</summary>
    static short NewSession => OperatingSystem.IsMacOS() ? (short)0x0400 : (short)0x80;

    /// <summary>fcntl.h: O_WRONLY | O_APPEND | O_CLOEXEC.</summary>
    static int AppendOnly => OperatingSystem.IsMacOS() ? 0x1000009 : 0x80401;

    /// <summary>fcntl.h: O_CLOEXEC.</summary>
    static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Larger than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t of any C library in use (336, 80 and 128 bytes in glibc).</summary>
    const int OpaqueSize = 1024;

    /// <summary>Makes orphaned descendants this process's children (Linux 3.4); macOS has nothing like it.</summary>
    public static void BecomeSubreaper()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = PrCtl(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    public static byte* Allocate(int bytes) => (byte*)NativeMemory.AllocZeroed((nuint)bytes);

    public static byte** AllocatePointers(int count) => (byte**)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(byte*));

    public static int Length(byte* text)
    {
        var length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return length;
    }

    /// <summary>Reads exactly so many bytes; false at the end of the stream.</summary>
    public static bool ReadAll(int descriptor, byte* into, int count)
    {
        for (var done = 0; done < count;)
        {
            var read = Read(descriptor, into + done, count - done);
            if (read == 0 || (read < 0 && !Interrupted))
            {
                return false;
            }

            done += read > 0 ? (int)read : 0;
        }

        return true;
    }

    public static bool Interrupted => Marshal.GetLastSystemError() == 4;

    public static int OpenForAppend(byte* path) => Open(path, AppendOnly, 0);

    /// <summary>
    /// Starts a program with default signals, in a new session, with nothing of this process. The streams are the paths of its standard input,
    /// output and error; an empty path for an output means that of this process.
    /// </summary>
    public static int Spawn(out int process, byte* executable, ReadOnlySpan<nint> streams, byte** argv, byte** envp)
    {
        byte* attributes = Allocate(OpaqueSize), actions = Allocate(OpaqueSize), signals = Allocate(OpaqueSize);
        _ = AttributesInit(attributes);
        _ = AttributesSetFlags(attributes, (short)(SignalFlags | NewSession));
        _ = SigEmptySet(signals);
        _ = AttributesSetMask(attributes, signals);
        _ = SigFillSet(signals);
        _ = AttributesSetDefault(attributes, signals);
        _ = ActionsInit(actions);
        for (var stream = 0; stream < streams.Length; stream++)
        {
            var path = (byte*)streams[stream];
            if (*path != 0)
            {
                _ = ActionsAddOpen(actions, stream, path, stream == StandardInput ? 0 : AppendOnly & ~CloseOnExec, 0);
            }
        }

        int started = 0;
        var error = PosixSpawn(&started, executable, actions, attributes, argv, envp);
        process = started;
        return error;
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int PrCtl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "setsid")]
    public static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "read")]
    public static partial nint Read(int descriptor, byte* into, nint count);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, byte* from, nint count);

    [LibraryImport("libc", EntryPoint = "open")]
    private static partial int Open(byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "unlink")]
    public static partial int Unlink(byte* path);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    public static partial int WaitPid(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int exitCode);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(int* process, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static partial int ActionsAddOpen(byte* actions, int descriptor, byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefault(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SigEmptySet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SigFillSet(byte* signals);
}
