using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Replaying;

/// <summary>The durable histories of a run in a file, to be kept, shown to somebody else, and replayed by this build or a later one.</summary>
/// <param name="Run">The run; null when the file does not say.</param>
/// <param name="Version">The version of Aidp that wrote it; null when the file does not say.</param>
/// <param name="Instances">The instances, the run's own first.</param>
sealed record HistoryFile(string? Run, string? Version, IReadOnlyList<InstanceFile> Instances)
{
    /// <summary>The first field of every file, and the version of the format.</summary>
    const string Mark = "aidpHistory";

    const int Format = 1;

    static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a host says of a run.</summary>
    /// <exception cref="JsonException">It is not a history.</exception>
    public static HistoryFile Of(RecordedRun run) =>
        new(run.Run, run.Version, [.. run.Instances.Select(instance => new InstanceFile(instance.InstanceId, instance.Name, RecordedHistory.OfServed(instance.InstanceId, instance.Events)))]);

    /// <summary>Reads a file: one of ours, or the bare events of one instance.</summary>
    /// <exception cref="JsonException">The text is neither.</exception>
    public static HistoryFile Parse(string text)
    {
        var root = JsonNode.Parse(text);
        if (root is JsonArray)
        {
            return new(null, null, [Bare(text)]);
        }

        if (root is not JsonObject file || !file.ContainsKey(Mark))
        {
            throw new JsonException($"It has no field '{Mark}'. `aidp history ID --download FILE` makes such a file.");
        }

        if (file[Mark] is not JsonValue number || !number.TryGetValue<int>(out var format) || format != Format)
        {
            throw new JsonException($"Its format is {file[Mark]?.ToJsonString()}, and this program reads format {Format}.");
        }

        var instances = (file["instances"] as JsonArray)?.OfType<JsonObject>().Select(One).ToList();
        return instances is { Count: > 0 } ? new(Text(file["run"]), Text(file["version"]), instances) : throw new JsonException("It has no instances.");
    }

    /// <summary>The text of the file.</summary>
    public string ToJson() => new JsonObject
    {
        [Mark] = Format,
        ["run"] = Run,
        ["version"] = Version,
        ["instances"] = new JsonArray([.. Instances.Select(instance => new JsonObject
        {
            ["instance"] = instance.Instance,
            ["name"] = instance.Name,
            ["events"] = JsonNode.Parse(instance.History.ToJson()),
        })]),
    }.ToJsonString(_readable) + "\n";

    static InstanceFile One(JsonObject instance) => instance["events"] is JsonArray events
        ? new(Text(instance["instance"]) ?? "", Text(instance["name"]) ?? "", RecordedHistory.Parse(events.ToJsonString()))
        : throw new JsonException("An instance has no events.");

    static InstanceFile Bare(string events)
    {
        var history = RecordedHistory.Parse(events);
        var name = history.Events.OfType<ExecutionStartedEvent>().FirstOrDefault()?.Name ?? throw new JsonException("The history does not say what was started.");
        return new("the instance", name, history);
    }

    static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>The durable history of one instance.</summary>
/// <param name="Instance">Its id.</param>
/// <param name="Name">The name of its orchestrator.</param>
/// <param name="History">Its events.</param>
sealed record InstanceFile(string Instance, string Name, RecordedHistory History);
