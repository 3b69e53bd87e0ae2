using System.Text.Json;
using System.Text.Json.Nodes;
using Aidp.Functions.Description;
using Aidp.Tools;

namespace Aidp.Functions.Tests.Http;

/// <summary>Holds the document against what the host really answers.</summary>
public sealed class OpenApiTests(ApiHost host) : ApiContract(host)
{
    [Fact]
    public void Description_OfEveryRoute_IsThereAndOfNoOther() =>
        Assert.Equal(ApiOperations.All.Keys.Order(), ApiDocument.Triggers().Select(trigger => trigger.Function).Order());

    [Fact]
    public async Task Document_AsServed_IsWhole()
    {
        var document = await DocumentAsync();

        Assert.Equal("3.1.1", (string?)document["openapi"]);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(one => (Path: path.Key, Operation: one.Value!))).ToList();
        Assert.Equal(operations.Count, operations.Select(one => (string?)one.Operation["operationId"]).Distinct().Count());
        Assert.All(operations, one => Assert.Equal(
            one.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')),
            one.Operation["parameters"]!.AsArray().Where(parameter => (string?)parameter!["in"] == "path").Select(parameter => (string)parameter!["name"]!)));
        Assert.All(References(document), reference => Assert.NotNull(reference.Split('/').Skip(1).Aggregate((JsonNode?)document, (node, part) => node?[part])));
    }

    [Fact]
    public async Task Answer_OfEveryRoute_IsAsItIsDescribed()
    {
        NodeTools.Require("ajv");
        var described = new DescribedApi(await DocumentAsync());
        var id = NewId();
        var run = Body(id);
        await CheckAsync(described, "POST", "/api/runs", "/api/runs", run);
        foreach (var steer in (string[])["pause", "resume"])
        {
            await CheckAsync(described, "POST", $"/api/runs/{{id}}/{steer}", $"/api/runs/{id}/{steer}", new { author = "tester" });
        }

        await CheckAsync(described, "POST", "/api/runs/{id}/instructions", $"/api/runs/{id}/instructions", new { text = "Be quick." });
        await CheckAsync(described, "POST", "/api/runs/{id}/guard-policy", $"/api/runs/{id}/guard-policy", new { maxFiles = 5 });
        await CheckAsync(described, "POST", "/api/runs/{id}/approvals", $"/api/runs/{id}/approvals", new { decision = "approve" });
        await EndAsync(id);
        foreach (var look in (string[])["", "/why", "/iterations", "/history", "/history?payloads=1", "/history?recorded=1", "/artifacts", "/logs", "/diff", "/events", "/instructions", "/guard-policy", "/approvals"])
        {
            await CheckAsync(described, "GET", $"/api/runs/{{id}}{look.Split('?')[0]}", $"/api/runs/{id}{look}");
        }

        var artifact = (await GetAsync($"api/runs/{id}/artifacts")).GetProperty("artifacts")[0].GetProperty("name").GetString();
        await CheckAsync(described, "GET", "/api/runs/{id}/artifacts/{iteration}/{file}", $"/api/runs/{id}/artifacts/{artifact}");
        await CheckAsync(described, "GET", "/api/runs", $"/api/runs?idPrefix={id}");
        await CheckAsync(described, "GET", "/api/openapi.json", "/api/openapi.json");
        await CheckAsync(described, "GET", "/healthz", "/healthz");
        var key = await CheckAsync(described, "POST", "/api/keys", "/api/keys", new { name = "described", access = "read" });
        await CheckAsync(described, "GET", "/api/keys", "/api/keys");
        await CheckAsync(described, "DELETE", "/api/keys/{id}", $"/api/keys/{JsonElement.Parse(key).GetProperty("id").GetString()}");

        // Now every control finds a run that has ended: problems are described too.
        await CheckAsync(described, "POST", "/api/runs/{id}/cancel", $"/api/runs/{id}/cancel");
        await CheckAsync(described, "DELETE", "/api/runs/{id}", $"/api/runs/{id}");
        await CheckAsync(described, "GET", "/api/runs/{id}", $"/api/runs/{id}");
        Assert.Equal(["GetEvents"], described.NotAsked.Order());
        await described.AssertValidAsync(Cancellation);
    }

    async Task<string> CheckAsync(DescribedApi described, string method, string template, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path[1..]);
        if (body is not null)
        {
            var json = JsonSerializer.Serialize(body);
            described.CheckBody(method, template, json);
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await Client.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        described.CheckAnswer(method, template, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text);
        return text;
    }

    async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await Client.GetStringAsync(new Uri("api/openapi.json", UriKind.Relative), Cancellation))!;

    static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(property => property.Key == "$ref" ? [(string)property.Value!] : References(property.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
