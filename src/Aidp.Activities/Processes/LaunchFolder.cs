namespace Aidp.Activities.Processes;

/// <summary>
/// Files by which a program's supervisor is told things and tells them. Who can write to them decides how the program seems to have ended, so they are where
/// no sandbox lets another program look.
/// </summary>
/// <param name="folder">The folder; null for that of temporary files, where nothing is confined.</param>
sealed class LaunchFolder(string? folder, TimeProvider time)
{
    /// <summary>A supervisor opens its files at once: these were left by a host that died.</summary>
    static readonly TimeSpan _leftAfter = TimeSpan.FromDays(1);

    int _isTidy;

    /// <summary>A new, empty one, open for reading and writing and for others to write to; the caller deletes it.</summary>
    public FileStream Create() => OwnFile.Create(Path.Combine(folder is null ? Path.GetTempPath() : Prepare(folder), $"aidp-{Guid.NewGuid():n}"));

    /// <summary>A new one with this text.</summary>
    public async Task<string> CreateAsync(string text, CancellationToken cancellationToken)
    {
        await using var file = Create();
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
        return file.Name;
    }

    string Prepare(string path)
    {
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Interlocked.Exchange(ref _isTidy, 1) == 0)
        {
            foreach (var left in new DirectoryInfo(path).EnumerateFiles().Where(file => file.LastWriteTimeUtc < time.GetUtcNow() - _leftAfter))
            {
                left.Delete();
            }
        }

        return path;
    }
}
