using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Aidp.Embedded.Replay;

/// <summary>GUIDs of version 5 (RFC 9562, section 5.5) that are the same for the same turn of the same instance.</summary>
static class DeterministicGuid
{
    static readonly Guid Space = new("6f1a7d0c-2b52-4c8e-9a53-1c7c9e0a4b11");

    [SuppressMessage("Security", "CA5350", Justification = "Version 5 is defined with SHA-1, and nothing here is a secret.")]
    public static Guid Create(string instanceId, DateTime now, int count)
    {
        var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{now:o}_{count}"));
        var bytes = new byte[16 + name.Length];
        Space.TryWriteBytes(bytes, bigEndian: true, out _);
        name.CopyTo(bytes, 16);
        var hash = SHA1.HashData(bytes).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
