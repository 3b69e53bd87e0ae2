using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Hosting;

/// <summary>An instance as the management API shows it.</summary>
sealed record StatusPayload(
    string Name,
    string InstanceId,
    string RuntimeStatus,
    JsonNode? Input,
    JsonNode? CustomStatus,
    JsonNode? Output,
    string CreatedTime,
    string LastUpdatedTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonArray? HistoryEvents)
{
    internal static StatusPayload Of(OrchestrationMetadata instance, bool showInput, JsonArray? history = null) => new(
        instance.Name,
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        showInput ? ManagementJson.Parse(instance.SerializedInput) : null,
        ManagementJson.Parse(instance.SerializedCustomStatus),
        ManagementJson.Parse(instance.SerializedOutput),
        Seconds(instance.CreatedAt),
        Seconds(instance.LastUpdatedAt),
        history);

    static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z";
}
