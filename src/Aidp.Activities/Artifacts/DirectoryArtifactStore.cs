using System.Globalization;

namespace Aidp.Activities.Artifacts;

/// <summary>Keeps artifacts as files under a folder that only this user can read.</summary>
/// <param name="folder">The folder; made when it is not there.</param>
public sealed class DirectoryArtifactStore(string folder, ArtifactLimits limits, IReadOnlyList<string> secrets) : ArtifactStore(limits, secrets)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc />
    public override Task<Stream?> OpenReadAsync(ArtifactName name, long offset = 0, CancellationToken cancellationToken = default)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return Task.FromResult<Stream?>(null);
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10, FileOptions.Asynchronous);
        file.Position = offset;
        return Task.FromResult<Stream?>(file);
    }

    /// <inheritdoc />
    public override async Task<ArtifactRange?> ReadRangeAsync(ArtifactName name, long offset, int count, CancellationToken cancellationToken = default)
    {
        await using var file = await OpenReadAsync(name, offset, cancellationToken);
        if (file is null)
        {
            return null;
        }

        var total = file.Length;
        var bytes = new byte[Math.Clamp(total - offset, 0, count)];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return new ArtifactRange(offset, bytes.AsMemory(0, read), total);
    }

    /// <inheritdoc />
    public override Task<IReadOnlyList<ArtifactInfo>> ListAsync(string run, int? iteration = null, CancellationToken cancellationToken = default)
    {
        var found = new List<ArtifactInfo>();
        var at = new DirectoryInfo(Path.Combine(folder, ArtifactName.Prefix(run)));
        foreach (var child in at.Exists ? at.EnumerateDirectories() : [])
        {
            if (int.TryParse(child.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (iteration is null || iteration == number))
            {
                found.AddRange(child.EnumerateFiles().Where(file => file.Name[0] != '.').Select(file => new ArtifactInfo(ArtifactName.Of(run, number, file.Name), Length(file), file.LastWriteTimeUtc)));
            }
        }

        return Task.FromResult<IReadOnlyList<ArtifactInfo>>([.. found.OrderBy(item => item.Name.Iteration).ThenBy(item => item.Name.File, StringComparer.Ordinal)]);
    }

    /// <inheritdoc />
    public override Task DeleteAsync(string run, int? iteration = null, CancellationToken cancellationToken = default)
    {
        var at = Path.Combine(folder, ArtifactName.Prefix(run, iteration));
        if (Directory.Exists(at))
        {
            Directory.Delete(at, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task PutAsync(ArtifactName name, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var parent = CreateParent(path);
        var temporary = Path.Combine(parent, $".{Guid.NewGuid():n}.tmp");
        try
        {
            await using (var file = Open(temporary, FileMode.CreateNew))
            {
                await write(file);
                FlushToDisk(file);
            }

            File.Move(temporary, path, overwrite: true);
            FolderSync.Flush(parent);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc />
    protected override Task<Stream> AppendAsync(ArtifactName name, bool fresh, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        CreateParent(path);
        if (fresh)
        {
            // Removed, not emptied: an attempt that still writes to the old file can do no harm.
            File.Delete(path);
        }

        return Task.FromResult<Stream>(Open(path, FileMode.Append));
    }

    /// <inheritdoc />
    protected override string? Shortage()
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= Limits.MinimumFreeBytes ? null
            : $"the disk of {folder} has {Megabytes(free)} free and {Megabytes(Limits.MinimumFreeBytes)} must stay free. Free some space, lower artifacts.min_free, or shorten artifacts.retention";
    }

    static void FlushToDisk(FileStream file) => file.Flush(flushToDisk: true);

    static FileStream Open(string path, FileMode mode) => new(path, new FileStreamOptions
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous,
        UnixCreateMode = OwnFile,
    });

    static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    static string CreateParent(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent, OwnerOnly);
        return parent;
    }

    string PathOf(ArtifactName name) => Path.Combine(folder, name.ToString());
}
