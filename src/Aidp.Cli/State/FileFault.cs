namespace Aidp.Cli.State;

/// <summary>What keeps a file or a folder from being used, in words for people.</summary>
static class FileFault
{
    // errno, which .NET keeps in an exception that it has no type for; the same on Linux and macOS but for the quota.
    const int InputOutput = 5;
    const int TooManyInSystem = 23;
    const int TooManyInProcess = 24;
    const int NoSpace = 28;

    static readonly int _quota = OperatingSystem.IsLinux() ? 122 : 69;

    /// <summary>Whether an exception tells of such a thing.</summary>
    public static bool Is(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>The cause, as a sentence.</summary>
    public static string Cause(Exception fault) => fault.Message.TrimEnd('.') + ".";

    /// <summary>What helps against a fault of the machine; null when the path is at fault, or who may use it.</summary>
    public static string? Remedy(Exception fault) => fault.HResult switch
    {
        NoSpace => "Free some space and try again.",
        InputOutput => "Look at the disk: the system's log says more.",
        TooManyInSystem or TooManyInProcess => "Let more files be open (`ulimit -n`) and try again.",
        var errno when errno == _quota => "Free some space, or have the quota raised, and try again.",
        _ => null,
    };
}
