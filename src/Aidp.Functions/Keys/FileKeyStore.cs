using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;

namespace Aidp.Functions.Keys;

/// <summary>Keeps keys in a file that only its owner can read.</summary>
/// <param name="path">The file; made with the first key.</param>
/// <param name="time">Bounds the wait for another process that changes the file.</param>
public sealed class FileKeyStore(string path, TimeProvider time) : KeyStore
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    Seen? _seen;

    /// <inheritdoc/>
    public override async ValueTask<KeyRing> ReadAsync(CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return KeyRing.Empty;
        }

        // Another process may have made or revoked a key: then the file is another one.
        if (_seen is { } seen && seen.Written == file.LastWriteTimeUtc && seen.Bytes == file.Length)
        {
            return seen.Ring;
        }

        var ring = KeyRing.Read(await File.ReadAllBytesAsync(path, cancellation), path);
        _seen = new(file.LastWriteTimeUtc, file.Length, ring);
        return ring;
    }

    /// <inheritdoc/>
    public override async Task UpdateAsync(Func<KeyRing, KeyRing> change, CancellationToken cancellation)
    {
        await using var alone = await FolderLock.AcquireAsync(path + ".lock", _patience, time, cancellation);
        _seen = null;
        await WriteAsync(change(await ReadAsync(cancellation)).Write(), cancellation);
        _seen = null;
    }

    async Task WriteAsync(byte[] bytes, CancellationToken cancellation)
    {
        var draft = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            await using (var file = OwnFile.Create(draft))
            {
                await file.WriteAsync(bytes, cancellation);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(draft, path, overwrite: true);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    sealed record Seen(DateTime Written, long Bytes, KeyRing Ring);
}
