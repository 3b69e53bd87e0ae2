using System.Text.Json;
using Aidp.Embedded.DurableTask;

namespace Aidp.Activities.Tests.Steps;

/// <summary>JSON as both hosts write it by default.</summary>
sealed class PlainConverter : DataConverter
{
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType);
}
