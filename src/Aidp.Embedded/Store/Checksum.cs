using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Aidp.Embedded.Store;

/// <summary>CRC-32C (RFC 3720, appendix B.4) over the values of a row, in order.</summary>
ref struct Checksum()
{
    uint _crc = uint.MaxValue;

    /// <summary>The checksum of what was added.</summary>
    public readonly long Value => ~_crc;

    public Checksum Add(long? value)
    {
        _crc = value is { } number ? BitOperations.Crc32C(_crc, (ulong)number) : BitOperations.Crc32C(_crc, (byte)0xFF);
        return this;
    }

    public Checksum Add(string? text) => text is null ? Add((long?)null) : AddStorable(StorableText.Of(text));

    Checksum AddStorable(string text) => Add(text.Length).Add(MemoryMarshal.AsBytes(text.AsSpan()));

    public Checksum Add(scoped ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            _crc = BitOperations.Crc32C(_crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            _crc = BitOperations.Crc32C(_crc, value);
        }

        return this;
    }
}
