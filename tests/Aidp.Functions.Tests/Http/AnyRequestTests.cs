using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Aidp.Functions.Tests.Http;

/// <summary>Throws generated requests at every route: none may be answered with a fault of the host, and what is refused is refused with a problem document and changes nothing.</summary>
public sealed class AnyRequestTests(ApiHost host) : ApiContract(host)
{
    const int Requests = 400;

    static readonly string[] _ids =
    [
        "no-such-run", "..", "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "a%00b", "a%2Fb", "A", "%20", "%F0%9F%8E%89", "a:loop", "x.lock", "-", "%25", "a%0d%0ab", new('x', 81), new('x', 10_000), "%C0%80",
    ];

    /// <summary>Names of artifacts that lead elsewhere, or nowhere.</summary>
    static readonly string[] _names =
    [
        "0/none", "../host.key", "..%2f..%2f/host.key", "0/..%2f..%2fhost.key", "0/%2e%2e", "%2e%2e/%2e%2e", "0/%2fetc%2fpasswd", "0/a%00b", "-1/x", "99999999999999999999/x", "0/.", "0/%20", "0/%C0%80", "0/x%5Cy", $"0/{new string('x', 5_000)}",
    ];

    static readonly string[] _texts = ["", "null", "{", "[]", "{}", "0", "\"x\"", "{\"a\":", "[[[[[[[[", "\u0000", "{\"task\":\"\\ud800\"}", "{\"author\":5}", "{\"author\":\"a\",\"author\":\"b\"}", new('[', 100_000)];

    static readonly string[] _types = ["application/json", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "application/problem+json", "nonsense"];

    static readonly string[] _queries = ["", "?limit=0", "?limit=x&limit=2", "?status=,", "?after=x", "?after=0:0.0", "?payloads=2", "?after=-1", "?output=7", "?output=0&status=1", "?status=2", "?outputFrom=7", "?outputFrom=99999999999999999999", "?%00=1", "?=&&", "?code=x", "?limit=1&after=99999999999999999999", "?idPrefix=%25"];

    static readonly string[] _valid =
    [
        """{"task":"x","repository":{"location":"/no/such/place","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}],"checks":[{"name":"c","run":"true"}]}}""",
        """{"author":"x"}""",
        """{"text":"x","type":"constraint","priority":"high","author":"x"}""",
        """{"include":["*"],"maxFiles":3,"maxLinesPerCommit":100,"allowProtected":["/aidp.yml"],"author":"x"}""",
        """{"decision":"approve","files":["x"],"commit":"0123456789012345678901234567890123456789","reason":"x"}""",
        """{"name":"x","access":"read"}""",
    ];

    [Fact]
    public async Task Request_OfAnyKind_IsNotAnsweredWithAFault()
    {
        var ended = NewId();
        await StartAsync(Body(ended));
        await EndAsync(ended);
        var before = await Client.GetStringAsync(new Uri($"api/runs/{ended}", UriKind.Relative), Cancellation);

        var artifacts = (await GetAsync($"api/runs/{ended}/artifacts")).GetProperty("artifacts").EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!).ToArray();

        await Generated(ended, artifacts).SampleAsync(SendAsync, iter: Requests, threads: 2);

        Assert.Equal(before, await Client.GetStringAsync(new Uri($"api/runs/{ended}", UriKind.Relative), Cancellation));
    }

    async Task SendAsync(Asked asked)
    {
        using var request = new HttpRequestMessage(new(asked.Method), new Uri(Host.Address, asked.Path + asked.Query));
        if (asked.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.ContentType);
        }

        request.Headers.TryAddWithoutValidation(asked.Header, asked.Value);
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var status = (int)answer.StatusCode;
        if (status is >= 500 and not 503 and not 507)
        {
            Assert.Fail($"{status} for {asked}: {await answer.Content.ReadAsStringAsync(Cancellation)}");
        }

        // The server itself, before any function, has no document: a path that is none or too long for it, a route that there is not.
        if (status >= 400 && answer.Content.Headers.ContentType is not null)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType.MediaType);
            Assert.StartsWith("urn:aidp:problem:", (await JsonAsync(answer)).GetProperty("type").GetString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.True(status < 400 || status is 400 or 404 or 414, $"{status} without a document for {asked}");
        }
    }

    static Gen<Asked> Generated(string ended, string[] artifacts)
    {
        var routes = RequestTests.ApiRoutes.Select(row => (Method: row.Data.Item1.ToUpperInvariant(), Route: row.Data.Item2)).Distinct().ToArray();
        var ids = Gen.Frequency((3, Gen.Const(ended)), (2, OneOf(_ids)), (1, Gen.String[Gen.Char[' ', '~'], 0, 40].Select(Uri.EscapeDataString)));
        var bodies = Gen.Frequency((3, OneOf(_valid).SelectMany(Mutated)), (2, OneOf(_texts)), (1, Gen.String));
        var headers = OneOf(("x-other", "x"), ("Range", "bytes=0-"), ("Range", "bytes=5-2"), ("Range", "bytes=-1"), ("Range", "bytes=99999999999999999999-"), ("Last-Event-ID", "x"), ("Last-Event-ID", "0:end"), ("Idempotency-Key", "a/b"), ("Idempotency-Key", new string('k', 300)), ("Accept", "image/png"), ("Content-Encoding", "gzip"));
        var names = Gen.Frequency((2, OneOf(artifacts)), (2, OneOf(_names)), (1, Gen.Select(ids, ids).Select((iteration, file) => $"{iteration}/{file}")));
        return Gen.Select(OneOf(routes), Gen.Select(ids, names), OneOf(_queries), bodies, OneOf(_types), headers).Select((route, place, query, body, type, header) =>
            new Asked(route.Method, WithNames(route.Route.Replace("/x", "/" + (route.Method == "DELETE" && place.Item1 == ended ? "no-such-run" : place.Item1), StringComparison.Ordinal), place.Item2), query, route.Method == "GET" ? null : body, type, header.Item1, header.Item2));
    }

    static string WithNames(string route, string name) => route.EndsWith("/0/f", StringComparison.Ordinal) ? route[..^"0/f".Length] + name : route;

    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>A valid body with one character changed, left out or put in, with null for a value, or as it is but for an unknown field.</summary>
    static Gen<string> Mutated(string json) => Gen.Select(Gen.Int[0, json.Length - 1], Gen.Char[' ', '~'], Gen.Int[0, 5]).Select((at, character, way) => way switch
    {
        0 => json.Remove(at, 1),
        1 => json.Insert(at, character.ToString()),
        2 => json[..at] + character + json[(at + 1)..],
        3 => json[..at],
        4 => WithNull(json, at),
        _ => json[..^1] + ",\"unknown\":1}",
    });

    static string WithNull(string json, int seed)
    {
        var root = JsonNode.Parse(json)!;
        var values = Values(root).ToList();
        values[seed % values.Count].ReplaceWith<object?>(null);
        return root.ToJsonString();
    }

    static IEnumerable<JsonNode> Values(JsonNode node)
    {
        var below = node switch
        {
            JsonObject item => item.Select(property => property.Value!),
            JsonArray list => list.Select(one => one!),
            _ => [],
        };
        return below.SelectMany(value => Values(value).Prepend(value));
    }

    sealed record Asked(string Method, string Path, string Query, string? Body, string ContentType, string Header, string Value)
    {
        public override string ToString() => JsonSerializer.Serialize(new { Method, Path, Query, Body = Body?.Length > 500 ? Body[..500] : Body, ContentType, Header, Value });
    }
}
