using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Functions.Api;

namespace Aidp.Cli.Terminals;

/// <summary>How <c>--json</c> writes: the names of the application API, readable in any language.</summary>
static class OutputJson
{
    static readonly JsonSerializerOptions _line = new(ApiJson.Tolerant) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions _document = new(_line) { WriteIndented = true };

    /// <summary>On one line.</summary>
    public static string Line<T>(T value) => JsonSerializer.Serialize(value, _line);

    /// <summary>On as many lines as it takes.</summary>
    public static string Document<T>(T value) => JsonSerializer.Serialize(value, _document);

    /// <summary>A record whose fields can be added to.</summary>
    public static JsonObject Node<T>(T record) => JsonSerializer.SerializeToNode(record, _line)!.AsObject();

    /// <summary>A record on one line, after two fields that say what it is.</summary>
    public static string Line<T>(string type, string run, T record)
    {
        var fields = Node(record);
        fields.Insert(0, "type", type);
        fields.Insert(1, "run", run);
        return fields.ToJsonString(_line);
    }
}
