using Azure;
using Azure.Storage.Blobs.Specialized;

namespace Aidp.Activities.Artifacts;

/// <summary>Writes to an append blob in pieces large enough that the 50,000 blocks which one may have last for hours, and soon enough that a reader can follow.</summary>
sealed class AppendBlobStream : Stream
{
    /// <summary>A block may be larger; this one is kept in memory.</summary>
    const int BlockBytes = 1 << 20;

    static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    readonly AppendBlobClient _blob;
    readonly SemaphoreSlim _gate = new(1);
    readonly CancellationTokenSource _end = new();
    readonly Task _ticking;
    readonly MemoryStream _pending = new();

    public AppendBlobStream(AppendBlobClient blob, TimeProvider time)
    {
        _blob = blob;
        _ticking = TickAsync(time);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            await _gate.WaitAsync(cancellationToken);
            try
            {
                var count = (int)Math.Min(buffer.Length, BlockBytes - _pending.Length);
                _pending.Write(buffer.Span[..count]);
                buffer = buffer[count..];
                if (_pending.Length == BlockBytes)
                {
                    await SendAsync(cancellationToken);
                }
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Does nothing: what is pending is sent within a second.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested)
        {
            await _end.CancelAsync();
            await _ticking;
            try
            {
                await SendAsync(CancellationToken.None);
            }
            finally
            {
                _gate.Dispose();
                _end.Dispose();
                await _pending.DisposeAsync();
            }
        }

        await base.DisposeAsync();
    }

    async Task TickAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await _gate.WaitAsync(_end.Token);
                try
                {
                    await SendAsync(CancellationToken.None);
                }
                catch (Exception away) when (away is RequestFailedException or AggregateException)
                {
                    // Tried again in a second; when the block is full, or at the end, whoever writes hears of it.
                }
                finally
                {
                    _gate.Release();
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Disposing sends the rest.
        }
    }

    async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_pending.Length > 0)
        {
            try
            {
                _pending.Position = 0;
                await _blob.AppendBlockAsync(_pending, cancellationToken: cancellationToken);
                _pending.SetLength(0);
            }
            finally
            {
                // What was not sent stays, and what comes is written after it.
                _pending.Position = _pending.Length;
            }
        }
    }
}
