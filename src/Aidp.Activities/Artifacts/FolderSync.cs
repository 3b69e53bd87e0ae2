using System.Runtime.InteropServices;

namespace Aidp.Activities.Artifacts;

/// <summary>Brings a folder's entries to the disk: without it a renamed file may be gone after a power cut.</summary>
static partial class FolderSync
{
    const int ReadOnly = 0;

    /// <summary>Waits until the entries are on the disk; some file systems cannot say, and then nothing is waited for.</summary>
    public static void Flush(string folder)
    {
        var handle = Open(folder, ReadOnly);
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
