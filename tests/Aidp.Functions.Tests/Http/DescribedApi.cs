using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Tools;

namespace Aidp.Functions.Tests.Http;

/// <summary>An OpenAPI document that real requests and answers are held against. Fields that it does not name are faults.</summary>
sealed class DescribedApi(JsonNode document)
{
    readonly JsonNode _components = Closed(document["components"]!.DeepClone());

    readonly List<(string[] References, string Json, string What)> _seen = [];
    readonly HashSet<string> _asked = [];

    /// <summary>The operations that nothing was held against.</summary>
    public IEnumerable<string> NotAsked => document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(one => (string)one.Value!["operationId"]!).Except(_asked);

    public void CheckBody(string method, string path, string json) => Validate(Operation(method, path)["requestBody"]!["content"]!["application/json"]!["schema"]!, json, $"body of {method} {path}");

    public void CheckAnswer(string method, string path, int status, string? mediaType, string text)
    {
        var responses = Operation(method, path)["responses"]!;
        var response = responses[status.ToString(CultureInfo.InvariantCulture)] ?? (status >= 400 ? responses["default"] : null);
        Assert.True(response is not null, $"{method} {path} answered {status}, which is not described: {text}");
        if (response["content"] is not { } content)
        {
            Assert.Equal("", text);
            return;
        }

        Assert.True(mediaType is not null && content[mediaType] is not null, $"{method} {path} answered {mediaType}.");
        if (content[mediaType]!["schema"] is { } schema)
        {
            Validate(schema, text, $"answer {status} of {method} {path}");
        }
    }

    JsonNode Operation(string method, string path)
    {
        var operation = document["paths"]![path]?[method.ToLowerInvariant()];
        Assert.True(operation is not null, $"{method} {path} is not described.");
        _asked.Add((string)operation["operationId"]!);
        return operation;
    }

    /// <summary>Fails when something that was checked is not as it is described.</summary>
    public async Task AssertValidAsync(CancellationToken cancellation)
    {
        var pairs = _seen.SelectMany(one => one.References.Select(reference => (one.What, one.Json, Reference: reference))).ToList();
        var faults = await ValidateAsync([.. pairs.Select(pair => new JsonObject { ["schema"] = pair.Reference, ["document"] = JsonNode.Parse(pair.Json) })], cancellation);
        foreach (var group in pairs.Zip(faults).GroupBy(pair => pair.First.What))
        {
            Assert.True(group.Any(pair => pair.Second is null), $"The {group.Key} is not as described: {string.Join("; ", group.Select(pair => pair.Second))}\n{group.First().First.Json}");
        }
    }

    void Validate(JsonNode schema, string json, string what) =>
        _seen.Add((schema["anyOf"] is JsonArray any ? [.. any.Select(one => (string)one!["$ref"]!)] : [(string)schema["$ref"]!], json, $"{_seen.Count} {what}"));

    async Task<string?[]> ValidateAsync(JsonArray each, CancellationToken cancellation)
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["validate-each.js"]) { WorkingDirectory = NodeTools.Folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var said = node.StandardOutput.ReadToEndAsync(cancellation);
        await node.StandardInput.WriteAsync(new JsonObject { ["components"] = _components.DeepClone(), ["each"] = each }.ToJsonString().AsMemory(), cancellation);
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancellation);
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<string?[]>(await said)!;
    }

    static JsonNode Closed(JsonNode schema)
    {
        if (schema is JsonObject item)
        {
            if (item["properties"] is JsonObject && item["additionalProperties"] is null)
            {
                item["additionalProperties"] = false;
            }

            // The validator knows no formats.
            item.Remove("format");
            foreach (var (_, value) in item.ToList())
            {
                _ = value is null ? null : Closed(value);
            }
        }
        else if (schema is JsonArray list)
        {
            foreach (var one in list.OfType<JsonNode>())
            {
                Closed(one);
            }
        }

        return schema;
    }
}
