using Aidp.Activities.Artifacts;

namespace Aidp.Functions.Runs;

/// <summary>Artifacts one after the other, as if they were one.</summary>
sealed class RunLog(ArtifactStore artifacts, IReadOnlyList<ArtifactInfo> parts)
{
    const int PieceBytes = 256 * 1024;

    /// <summary>How many bytes there are at the moment.</summary>
    public long Length { get; } = parts.Sum(part => part.Bytes);

    /// <summary>Which part holds the byte at an offset, and where in it; what is behind the end is at the end of the last part. Null when there is no part.</summary>
    public (ArtifactName Part, long Offset)? Find(long offset)
    {
        for (var index = 0; index < parts.Count; offset -= parts[index++].Bytes)
        {
            if (offset < parts[index].Bytes || index == parts.Count - 1)
            {
                return (parts[index].Name, Math.Min(offset, parts[index].Bytes));
            }
        }

        return null;
    }

    /// <summary>Copies bytes to a stream.</summary>
    public async Task CopyAsync(Stream target, long offset, long count, CancellationToken cancellation)
    {
        foreach (var part in parts)
        {
            if (offset >= part.Bytes)
            {
                offset -= part.Bytes;
                continue;
            }

            var inPart = Math.Min(part.Bytes - offset, count);
            await CopyPartAsync(target, part.Name, offset, inPart, cancellation);
            count -= inPart;
            offset = 0;
            if (count == 0)
            {
                return;
            }
        }
    }

    async Task CopyPartAsync(Stream target, ArtifactName name, long offset, long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            var piece = await artifacts.ReadRangeAsync(name, offset, (int)Math.Min(count, PieceBytes), cancellation);
            if (piece is not { Bytes.Length: > 0 })
            {
                throw new IOException($"The artifact {name} has become shorter while it was read.");
            }

            await target.WriteAsync(piece.Bytes, cancellation);
            offset += piece.Bytes.Length;
            count -= piece.Bytes.Length;
        }
    }
}
