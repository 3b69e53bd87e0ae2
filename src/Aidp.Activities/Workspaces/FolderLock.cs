using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aidp.Activities.Processes;

namespace Aidp.Activities.Workspaces;

/// <summary>A lock among tasks and processes: a file that the kernel lets go of when its holder dies, however it dies.</summary>
sealed class FolderLock : IAsyncDisposable
{
    static readonly TimeSpan _step = TimeSpan.FromMilliseconds(20);

    readonly FileStream _file;

    FolderLock(FileStream file)
    {
        _file = file;
        HolderDied = file.Length > 0;
        file.SetLength(0);
        file.Write(JsonSerializer.SerializeToUtf8Bytes(ProcessIdentity.Current));
    }

    /// <summary>Whether the last holder died with the lock in its hands.</summary>
    public bool HolderDied { get; }

    /// <summary>Waits for the lock, at most so long; throws <see cref="TimeoutException"/> then.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The lock that is returned owns the file.")]
    public static async Task<FolderLock> AcquireAsync(string path, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryOpen(path) is { } file)
            {
                return new FolderLock(file);
            }

            if (time.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"'{path}' has been held by {Holder(path)} for more than {limit}. If that is a process of Aidp that hangs, end it.");
            }

            await Task.Delay(_step, time, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.SetLength(0);
        return _file.DisposeAsync();
    }

    static FileStream? TryOpen(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB), which also excludes other tasks of this process.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException problem) when (IsHeld(problem))
        {
            return null;
        }
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, which .NET passes on as it is.</summary>
    static bool IsHeld(IOException problem) => problem.HResult is 11 or 35;

    static string Holder(string path)
    {
        try
        {
            return $"process {JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(path))?.Id}";
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return "another process";
        }
    }
}
