using System.Text.Json;

namespace Aidp.Embedded.Hosting;

/// <summary>Reads JSON that was written by hand.</summary>
static class JsonElements
{
    /// <summary>The property of an object without regard to case; null when there is none, or when it is null.</summary>
    internal static JsonElement? Find(this JsonElement element, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
            }
        }

        return null;
    }
}
