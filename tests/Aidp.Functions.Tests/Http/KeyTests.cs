using System.Net.Http.Json;
using System.Text.Json;

namespace Aidp.Functions.Tests.Http;

public sealed class KeyTests(ApiHost host) : ApiContract(host), IAsyncDisposable
{
    readonly List<string> _made = [];

    public async ValueTask DisposeAsync()
    {
        // A host that is elsewhere keeps its keys, and has room for so many.
        foreach (var id in _made)
        {
            using var answer = await Client.DeleteAsync(new Uri($"api/keys/{id}", UriKind.Relative), CancellationToken.None);
        }

        Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Keys_FullKeyThatWasMade_OpensEverythingUntilItIsRevoked()
    {
        var (id, key) = await CreateAsync("full");
        using var client = Host.CreateClient(key);

        Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, "api/runs"));
        Assert.Equal(200, await StatusAsync(client, HttpMethod.Get, "api/keys"));
        Assert.Equal(404, await StatusAsync(client, HttpMethod.Post, "api/runs/no-such-run/cancel"));
        Assert.Equal(204, await StatusAsync(Client, HttpMethod.Delete, $"api/keys/{id}"));
        await UntilRefusedAsync(client);
        await AssertProblemAsync(new(HttpMethod.Delete, $"api/keys/{id}"), 404, "key-not-found");
    }

    [Theory]
    [MemberData(nameof(RequestTests.ApiRoutes), MemberType = typeof(RequestTests))]
    public async Task Keys_ReadOnly_AreRefusedByEveryRouteThatChangesSomething(string method, string route)
    {
        var (_, key) = await CreateAsync("read");
        using var client = Host.CreateClient(key);
        var looks = method == "get" && route != "api/keys";
        using var request = new HttpRequestMessage(new(method.ToUpperInvariant()), route);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(!looks, (int)answer.StatusCode == 403);
        if (!looks)
        {
            Assert.Equal("urn:aidp:problem:read-only-key", (await JsonAsync(answer)).GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Keys_ReadOnly_GetAnswersThatLeadNowhereElse()
    {
        var id = NewId();
        await StartAsync(Body(id));
        await EndAsync(id);
        var (_, key) = await CreateAsync("read");
        using var client = Host.CreateClient(key);
        foreach (var path in (string[])["", "/iterations", "/history?payloads=1", "/artifacts", "/logs", "/diff"])
        {
            var text = await client.GetStringAsync(new Uri($"api/runs/{id}{path}", UriKind.Relative), Cancellation);
            Assert.DoesNotContain("/runtime/webhooks", text, StringComparison.Ordinal);
            Assert.DoesNotContain("code=", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Host.Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        }

        Assert.Equal(401, await StatusAsync(client, HttpMethod.Get, "runtime/webhooks/durabletask/instances"));
        Assert.Equal(401, await StatusAsync(client, HttpMethod.Get, $"runtime/webhooks/durabletask/instances?code={key}"));
    }

    [Fact]
    public async Task Keys_Listed_ShowTheTextOfNone()
    {
        var (id, key) = await CreateAsync("read");

        var text = await Client.GetStringAsync(new Uri("api/keys", UriKind.Relative), Cancellation);

        var listed = Assert.Single(JsonElement.Parse(text).GetProperty("keys").EnumerateArray(), one => one.GetProperty("id").GetString() == id);
        Assert.Equal("read", listed.GetProperty("access").GetString());
        Assert.Equal("made by a test", listed.GetProperty("name").GetString());
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256", text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"","access":"read"}""")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"name":"x","access":"all"}""")]
    [InlineData("""{"name":"x","access":7}""")]
    [InlineData("""{"name":"x","access":"read","admin":true}""")]
    [InlineData("""{"name":"line\nbreak","access":"read"}""")]
    public Task Keys_NotAskedForProperly_AreNotMade(string body) => AssertProblemAsync(Post("api/keys", body), 400, "invalid-request");

    [Fact]
    public async Task Keys_WithOneOtherCharacter_OpenNothing()
    {
        var (_, key) = await CreateAsync("full");
        using var client = Host.CreateClient(key[..^1] + (key[^1] == '0' ? '1' : '0'));

        Assert.Equal(401, await StatusAsync(client, HttpMethod.Get, "api/runs"));
    }

    async Task<(string Id, string Key)> CreateAsync(string access)
    {
        using var answer = await Client.PostAsJsonAsync("api/keys", new { name = "made by a test", access }, Cancellation);
        Assert.Equal(201, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var made = await JsonAsync(answer);
        _made.Add(made.GetProperty("id").GetString()!);
        return (_made[^1], made.GetProperty("key").GetString()!);
    }

    /// <summary>Workers that share keys may take a few seconds to hear of it.</summary>
    static async Task UntilRefusedAsync(HttpClient client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (await StatusAsync(client, HttpMethod.Get, "api/runs") != 401)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    static async Task<int> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request, Cancellation);
        return (int)answer.StatusCode;
    }
}
