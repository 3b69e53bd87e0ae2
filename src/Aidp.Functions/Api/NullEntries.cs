using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Aidp.Functions.Api;

/// <summary>Finds null where a list or a dictionary of a record holds it: no list that a request can bring has room for one, and the serializer looks at fields only.</summary>
static class NullEntries
{
    /// <summary>Where the first one is, such as <c>settings.agents[0]</c>; null when there is none.</summary>
    /// <param name="value">What the record was read from.</param>
    /// <param name="type">The record.</param>
    /// <param name="at">Where the value is; empty for the record itself.</param>
    public static string? Find(JsonElement value, JsonTypeInfo type, string at = "") => (type.Kind, value.ValueKind) switch
    {
        (JsonTypeInfoKind.Object, JsonValueKind.Object) => First(value.EnumerateObject().Select(field => (field.Value, Property(type, field.Name)?.PropertyType, Below(at, field.Name), IsEntry: false)), type),
        (JsonTypeInfoKind.Dictionary, JsonValueKind.Object) => First(value.EnumerateObject().Select(entry => (entry.Value, type.ElementType, Below(at, entry.Name), IsEntry: true)), type),
        (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) => First(value.EnumerateArray().Select((entry, index) => (entry, type.ElementType, $"{at}[{index}]", IsEntry: true)), type),
        _ => null,
    };

    static string? First(IEnumerable<(JsonElement Value, Type? Type, string At, bool IsEntry)> values, JsonTypeInfo owner) => values
        .Select(one => one.Value.ValueKind == JsonValueKind.Null ? (one.IsEntry ? one.At : null) : one.Type is null ? null : Find(one.Value, owner.Options.GetTypeInfo(one.Type), one.At))
        .FirstOrDefault(found => found is not null);

    static JsonPropertyInfo? Property(JsonTypeInfo type, string name) => type.Properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    static string Below(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
