namespace Aidp.Activities.Processes;

/// <summary>Files that only this user can read.</summary>
static class OwnFile
{
    /// <summary>A new, empty one of this name, open for reading and writing and for others to write to.</summary>
    public static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    });
}
