using System.Text.Json;

namespace Aidp.Activities.Agents;

/// <summary>Reads the properties of a line of JSON as they are there, since the line comes from a program that others change.</summary>
static class JsonLine
{
    /// <summary>The object on the line; null when it holds none.</summary>
    public static JsonElement? Parse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A property of an object.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text property of an object.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number of an object.</summary>
    public static long? Number(this JsonElement element, string name) => element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>An amount of money in an object.</summary>
    public static decimal? Amount(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) && number >= 0 ? decimal.Round(number, 12) : null;

    /// <summary>A truth of an object.</summary>
    public static bool? Truth(this JsonElement element, string name) => element.Get(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => null,
    };
}
