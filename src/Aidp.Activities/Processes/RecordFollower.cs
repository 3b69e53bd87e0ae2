using Microsoft.Win32.SafeHandles;

namespace Aidp.Activities.Processes;

/// <summary>Takes a recorded output to its recorder while a program still writes it.</summary>
/// <param name="path">The file that the program writes to.</param>
/// <param name="limit">How large the file may be; what is beyond that is not read.</param>
sealed class RecordFollower(string path, long limit, OutputRecorder recorder, TimeProvider time)
{
    /// <summary>How late a follower may see what was written; the end of the program is seen at once.</summary>
    static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    readonly byte[] _buffer = new byte[32 << 10];
    long _position;

    /// <summary>Follows until the writer is gone and everything is read; <paramref name="tooMuch"/> is called when there is more than there may be.</summary>
    public async Task FollowAsync(Task writerGone, Action tooMuch, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        // Apart from reading, which may be slower than the writer.
        await Task.WhenAll(ReadAsync(file, writerGone, cancellationToken), MeasureAsync(file, writerGone, tooMuch));
    }

    async Task ReadAsync(SafeFileHandle file, Task writerGone, CancellationToken cancellationToken)
    {
        while (!writerGone.IsCompleted)
        {
            await ReadToEndAsync(file, cancellationToken);
            await Task.WhenAny(writerGone, Task.Delay(_interval, time, cancellationToken));
        }

        await ReadToEndAsync(file, cancellationToken);
    }

    async Task MeasureAsync(SafeFileHandle file, Task writerGone, Action tooMuch)
    {
        while (!writerGone.IsCompleted && RandomAccess.GetLength(file) <= limit)
        {
            await Task.WhenAny(writerGone, Task.Delay(_interval, time));
        }

        if (RandomAccess.GetLength(file) > limit)
        {
            tooMuch();
        }
    }

    // A file may be far longer than what was ever written to it.
    async Task ReadToEndAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        int count;
        while (_position < limit && (count = await RandomAccess.ReadAsync(file, _buffer.AsMemory(0, (int)Math.Min(_buffer.Length, limit - _position)), _position, cancellationToken)) > 0)
        {
            _position += count;
            await recorder.AddAsync(_buffer.AsMemory(0, count));
        }
    }
}
