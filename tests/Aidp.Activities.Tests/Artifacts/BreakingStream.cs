namespace Aidp.Activities.Tests.Artifacts;

/// <summary>Gives a few bytes and then breaks off, as a lost connection does.</summary>
sealed class BreakingStream : MemoryStream
{
    int _reads;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_reads++ > 0)
        {
            throw new IOException("The connection was lost.");
        }

        buffer.Span[..10].Fill((byte)'x');
        return ValueTask.FromResult(10);
    }

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => CopyPiecesAsync(destination, cancellationToken);

    async Task CopyPiecesAsync(Stream destination, CancellationToken cancellationToken)
    {
        var buffer = new byte[64];
        while (true)
        {
            var count = await ReadAsync(buffer, cancellationToken);
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
