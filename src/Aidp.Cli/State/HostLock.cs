using System.Globalization;
using System.Text;

namespace Aidp.Cli.State;

/// <summary>Owning a state folder: held from before the store is opened until after it is closed, and let go by the system when the process dies.</summary>
sealed class HostLock : IDisposable
{
    // EWOULDBLOCK of flock(2). Anything else says nothing of another host.
    static readonly int _isHeld = OperatingSystem.IsLinux() ? 11 : 35;

    readonly FileStream _file;

    HostLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    /// <exception cref="IOException">The file of the lock cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The file of the lock cannot be used.</exception>
    public static HostLock? TryTake(StateFolder state, string version)
    {
        var taken = TryOpen(state.LockFile);
        try
        {
            taken?.SayWho(version);
            return taken;
        }
        catch
        {
            taken?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    void SayWho(string version)
    {
        _file.SetLength(0);
        _file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} version {version}\n")));
        _file.Flush();
    }

    static HostLock? TryOpen(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX): the lock goes with the process, however it ends.
            return new HostLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,

                // What a full disk refused is not tried once more when the file is closed.
                BufferSize = 0,
            }));
        }
        catch (IOException e) when (e.HResult == _isHeld)
        {
            return null;
        }
    }
}
