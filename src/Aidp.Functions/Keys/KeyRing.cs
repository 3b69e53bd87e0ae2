using System.Text.Json;

namespace Aidp.Functions.Keys;

/// <summary>All keys of a host, at one moment.</summary>
/// <param name="Keys">In the order in which they were made.</param>
public sealed record KeyRing(IReadOnlyList<KeyRecord> Keys)
{
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <summary>A ring without keys.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>The key with this id; null when there is none.</summary>
    public KeyRecord? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

    /// <summary>Reads a stored ring.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    internal static KeyRing Read(ReadOnlySpan<byte> stored, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<KeyRing>(stored, _json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The keys in {place} cannot be read: {e.Message} Restore it from a backup, or delete it and make new keys; the host's own full key still works.", e);
        }
    }

    /// <summary>The ring as it is stored.</summary>
    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, _json);
}
