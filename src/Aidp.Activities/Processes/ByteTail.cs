namespace Aidp.Activities.Processes;

/// <summary>The last bytes of a stream, in a ring of fixed size.</summary>
sealed class ByteTail(int capacity)
{
    readonly byte[] _ring = new byte[capacity];

    /// <summary>How many bytes there were in all.</summary>
    public long Total { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Total += bytes.Length;
        bytes = bytes[Math.Max(0, bytes.Length - capacity)..];
        var at = capacity == 0 ? 0 : (int)((Total - bytes.Length) % capacity);
        var first = Math.Min(bytes.Length, capacity - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
    }

    /// <summary>The last bytes, at most so many as given.</summary>
    public byte[] Last(long atMost)
    {
        var count = (int)Math.Min(Math.Min(Total, capacity), atMost);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = _ring[(Total - count + i) % capacity];
        }

        return bytes;
    }
}
