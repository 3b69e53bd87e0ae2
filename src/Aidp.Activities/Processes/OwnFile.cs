namespace Aidp.Activities.Processes;

/// <summary>Files that only this user can read.</summary>
static class OwnFile
{
    /// <summary>A new, empty one, open for reading and writing and for others to write to; the caller deletes it.</summary>
    public static FileStream Create() => Create(Path.Combine(Path.GetTempPath(), $"aidp-{Guid.NewGuid():n}"));

    /// <summary>A new one of this name.</summary>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    });

    /// <summary>A new one with this text.</summary>
    public static async Task<string> CreateAsync(string text, CancellationToken cancellationToken)
    {
        await using var file = Create();
        await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken);
        return file.Name;
    }
}
