namespace Aidp.Activities.Artifacts;

/// <summary>Calls <paramref name="exceeded"/> instead of writing more than there is room for; leaves its target open.</summary>
sealed class CountedStream(Stream target, long room, Action exceeded) : WriteOnlyStream(target)
{
    long _written;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written += buffer.Length;
        if (_written > room)
        {
            exceeded();
        }

        return Target.WriteAsync(buffer, cancellationToken);
    }
}
