using Microsoft.Win32.SafeHandles;

namespace Aidp.Activities.Processes;

/// <summary>Takes a recorded output to its recorder while a program still writes it.</summary>
sealed class RecordFollower(string path, OutputRecorder recorder, TimeProvider time)
{
    /// <summary>How late a follower may see what was written; the end of the program is seen at once.</summary>
    static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    readonly byte[] _buffer = new byte[32 << 10];
    long _position;

    /// <summary>Follows until the writer is gone and everything is read; <paramref name="tooMuch"/> is called when there is more than there may be.</summary>
    public async Task FollowAsync(Task writerGone, Action tooMuch)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        while (!writerGone.IsCompleted)
        {
            await ReadToEndAsync(file);
            if (_position > ProcessRecord.MaximumBytes)
            {
                tooMuch();
            }

            await Task.WhenAny(writerGone, Task.Delay(_interval, time));
        }

        await ReadToEndAsync(file);
    }

    async Task ReadToEndAsync(SafeFileHandle file)
    {
        int count;
        while ((count = await RandomAccess.ReadAsync(file, _buffer, _position, CancellationToken.None)) > 0)
        {
            _position += count;
            await recorder.AddAsync(_buffer.AsMemory(0, count));
        }
    }
}
