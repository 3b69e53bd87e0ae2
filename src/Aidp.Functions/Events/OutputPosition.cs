using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Aidp.Functions.Events;

/// <summary>How far the output of a step was told.</summary>
/// <param name="Step">The number of the step; 0 for none.</param>
/// <param name="Offset">How many bytes of its output were told.</param>
/// <param name="Check">A check of the last <see cref="Overlap"/> of them: a step that runs again after its host died writes its output anew, and the old offset means nothing there.</param>
readonly record struct OutputPosition(int Step, long Offset, uint Check)
{
    /// <summary>How many bytes the check covers.</summary>
    public const int MostOverlap = 64;

    /// <summary>How many bytes before the offset the check covers.</summary>
    public int Overlap => (int)Math.Min(Offset, MostOverlap);

    /// <summary>Whether the output is still the one that was told: these bytes, which begin <see cref="Overlap"/> before the offset, say so.</summary>
    public bool Continues(ReadOnlySpan<byte> bytes) => Offset == 0 || (bytes.Length >= Overlap && CheckOf(bytes[..Overlap]) == Check);

    /// <summary>The position after so many of these bytes, which begin <see cref="Overlap"/> before the offset.</summary>
    public OutputPosition After(ReadOnlySpan<byte> bytes, int told)
    {
        var end = Overlap + told;
        var overlap = (int)Math.Min(Offset + told, MostOverlap);
        return new(Step, Offset + told, CheckOf(bytes[(end - overlap)..end]));
    }

    /// <summary>The position at an offset, after these bytes.</summary>
    public static OutputPosition At(int step, long offset, ReadOnlySpan<byte> before) => new(step, offset, CheckOf(before));

    static uint CheckOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
