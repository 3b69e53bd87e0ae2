using System.Text.Json;

namespace Aidp.Functions.Runs;

/// <summary>Reads payloads as they stand in histories: the hosts differ in case and in wrapping.</summary>
static class DurableJson
{
    static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a payload as a record; null when it is another one, or none.</summary>
    public static T? Read<T>(string? payload)
        where T : class
    {
        if (string.IsNullOrEmpty(payload))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            return Unwrap(document.RootElement).Deserialize<T>(_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The real host's storage keeps an input as an array of one.
    static JsonElement Unwrap(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 1 ? element[0] : element;
}
