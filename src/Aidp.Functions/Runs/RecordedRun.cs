using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aidp.Functions.Api;

namespace Aidp.Functions.Runs;

/// <summary>The durable histories of a run with all that the host knows of every event, so that they can be replayed elsewhere.</summary>
/// <param name="Run">The run.</param>
/// <param name="Version">The version of Aidp that serves it.</param>
/// <param name="Instances">The instances, the run's own first.</param>
sealed record RecordedRun(string Run, string Version, IReadOnlyList<RecordedInstance> Instances)
{
    /// <summary>Puts it together.</summary>
    public static RecordedRun Of(string run, IEnumerable<(OrchestrationMetadata Instance, IEnumerable<HistoryEvent> Events)> histories) =>
        new(run, HealthView.ThisVersion, [.. histories.Select(history => RecordedInstance.Of(history.Instance, history.Events))]);
}

/// <summary>The durable history of one instance.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Name">The name of its orchestrator.</param>
/// <param name="Events">Its events, each with the properties of its type under their own names, in which the hosts agree.</param>
sealed record RecordedInstance(string InstanceId, string Name, IReadOnlyList<JsonElement> Events)
{
    static readonly JsonSerializerOptions _options = new()
    {
        IncludeFields = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static RecordedInstance Of(OrchestrationMetadata instance, IEnumerable<HistoryEvent> events) =>
        new(instance.InstanceId, instance.Name, [.. events.Select(item => JsonSerializer.SerializeToElement(item, item.GetType(), _options))]);
}
