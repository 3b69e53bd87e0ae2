using System.Text.Json.Serialization;

namespace Aidp.Functions.Keys;

/// <summary>What a key allows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeyAccess>))]
public enum KeyAccess
{
    /// <summary>To look at everything, and to change nothing.</summary>
    [JsonStringEnumMemberName("read")]
    Read,

    /// <summary>Everything.</summary>
    [JsonStringEnumMemberName("full")]
    Full,
}
