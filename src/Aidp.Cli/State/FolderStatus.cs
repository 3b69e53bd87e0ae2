using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Aidp.Cli.State;

/// <summary>What a path leads to itself, no link followed, and whose it is.</summary>
/// <param name="IsFolder">Whether it is a folder, and not a link to one.</param>
/// <param name="IsOwn">Whether it belongs to the user of this process.</param>
sealed partial record FolderStatus(bool IsFolder, bool IsOwn)
{
    // statx(2): its record has the same fields at the same places on every machine.
    const int CurrentFolder = -100;
    const int NoFollow = 0x100;
    const uint TypeAndUser = 0x1 | 0x8;
    const int RecordBytes = 256;
    const int UserAt = 20;
    const int ModeAt = 28;
    const int TypeBits = 0xF000;
    const int FolderType = 0x4000;

    /// <summary>Looks at a path.</summary>
    /// <exception cref="IOException">Nothing is there, or it may not be looked at.</exception>
    public static FolderStatus Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            // Whose it is shows when its mode is set; temporary folders are not shared there.
            return new(new DirectoryInfo(path) is { Exists: true, LinkTarget: null }, IsOwn: true);
        }

        Span<byte> record = stackalloc byte[RecordBytes];
        return StatX(CurrentFolder, path, NoFollow, TypeAndUser, record) == 0
            ? new(
                (BinaryPrimitives.ReadUInt16LittleEndian(record[ModeAt..]) & TypeBits) == FolderType,
                BinaryPrimitives.ReadUInt32LittleEndian(record[UserAt..]) == EffectiveUser())
            : throw new IOException($"{path} cannot be looked at: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> record);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
