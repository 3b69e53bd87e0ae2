using System.Buffers.Binary;
using System.Globalization;

namespace Aidp.Embedded.Store;

/// <summary>Says that this process owns a store: a locked file, which the system unlocks when the process ends in any way.</summary>
/// <remarks>
/// The file also holds the number of the last acknowledged commit. SQLite takes its log to end where a checksum is wrong, since a crash may have torn
/// what was not acknowledged yet; so damage to what was would be a silent loss. The mark is written after each commit and never synced: it costs a
/// microsecond, survives the end of the process, and after a power cut is at most too low.
/// </remarks>
sealed class StoreLock : IDisposable
{
    /// <summary>Two numbers of the store and their checksum.</summary>
    const int MarkLength = 3 * sizeof(long);

    readonly FileStream _file;
    readonly string _storePath;

    StoreLock(string storePath)
    {
        _storePath = storePath;
        _file = new FileStream(storePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
    }

    /// <summary>Takes the lock of a store.</summary>
    /// <exception cref="StoreException">Another process has it.</exception>
    public static StoreLock Take(string storePath)
    {
        var ownerPath = storePath + ".owner";
        StoreLock taken;
        try
        {
            taken = new StoreLock(storePath);
        }
        catch (IOException e)
        {
            throw new StoreException($"The store '{storePath}' is in use by {Owner(ownerPath)}. Stop that process, use it instead of starting another one, or choose another state folder.", e);
        }

        try
        {
            // A file of its own: the locked one cannot be read by others.
            File.WriteAllText(ownerPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Notes that a commit was acknowledged.</summary>
    public void Acknowledge(HostRow host)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        BinaryPrimitives.WriteInt64LittleEndian(mark, host.Identity);
        BinaryPrimitives.WriteInt64LittleEndian(mark[8..], host.Commits);
        BinaryPrimitives.WriteInt64LittleEndian(mark[16..], new Checksum().Add(mark[..16]).Value);
        RandomAccess.Write(_file.SafeFileHandle, mark, 0);
    }

    /// <summary>Refuses a store that lacks commits which were acknowledged.</summary>
    /// <exception cref="StoreException">It lacks some.</exception>
    public void ThrowIfBehind(HostRow host)
    {
        Span<byte> mark = stackalloc byte[MarkLength];
        var isWhole = RandomAccess.Read(_file.SafeFileHandle, mark, 0) == MarkLength && BinaryPrimitives.ReadInt64LittleEndian(mark[16..]) == new Checksum().Add(mark[..16]).Value;
        if (isWhole && BinaryPrimitives.ReadInt64LittleEndian(mark) == host.Identity && BinaryPrimitives.ReadInt64LittleEndian(mark[8..]) - host.Commits is > 0 and var missing)
        {
            throw SqliteFile.Damaged(_storePath, string.Create(CultureInfo.InvariantCulture, $"its last {missing} acknowledged commits are missing, because its log (-wal) is damaged or gone, or because it is an older copy. To go on with what is there all the same, delete '{_storePath}.lock'"));
        }
    }

    public void Dispose() => _file.Dispose();

    static string Owner(string path)
    {
        try
        {
            return $"process {File.ReadAllText(path)}";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
