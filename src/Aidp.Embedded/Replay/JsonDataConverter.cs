using System.Text.Json;
using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Replay;

/// <summary>Turns values into JSON as the isolated worker does: names keep their case, and are read without regard to it.</summary>
sealed class JsonDataConverter : DataConverter
{
    public static readonly JsonDataConverter Instance = new();

    static readonly JsonSerializerOptions Options = new() { IncludeFields = true, PropertyNameCaseInsensitive = true };

    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, Options);
}
