using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Aidp.Functions.Keys;

namespace Aidp.Functions.Tests.Http;

public sealed class RequestTests(ApiHost host) : ApiContract(host)
{
    public static TheoryData<string, string> ApiRoutes { get; } = new(
        from method in typeof(FunctionServices).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(attribute => attribute is not null)
        where trigger is { Route: { } route } && route.StartsWith("api/", StringComparison.Ordinal)
        select (trigger.Methods![0], Filled(trigger.Route!)));

    [Theory]
    [MemberData(nameof(ApiRoutes))]
    public async Task Request_WithoutAKey_IsRefusedByEveryRoute(string method, string route)
    {
        foreach (var key in new[] { "", "wrong", Host.Key + "x" })
        {
            using var request = new HttpRequestMessage(new(method.ToUpperInvariant()), route);
            using var client = new HttpClient { BaseAddress = Host.Address };
            request.Headers.TryAddWithoutValidation(KeyFilter.Header, key);
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal(401, (int)answer.StatusCode);
            Assert.NotEmpty(answer.Headers.WwwAuthenticate);
            Assert.Equal("urn:aidp:problem:key-needed", (await JsonAsync(answer)).GetProperty("type").GetString());
        }
    }

    [Theory]
    [InlineData("x-aidp-key", false)]
    [InlineData("x-functions-key", false)]
    [InlineData("code", true)]
    public async Task Key_WhereClientsSendIt_IsTaken(string name, bool query)
    {
        using var client = new HttpClient { BaseAddress = Host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, query ? $"api/runs?{name}={Uri.EscapeDataString(Host.Key)}" : "api/runs");
        if (!query)
        {
            request.Headers.Add(name, Host.Key);
        }

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Health_WithoutAKey_IsTold()
    {
        using var client = new HttpClient { BaseAddress = Host.Address };

        var health = await client.GetFromJsonAsync<JsonElement>("healthz", Cancellation);

        Assert.Equal("ok", health.GetProperty("status").GetString());
        Assert.NotEmpty(health.GetProperty("version").GetString()!);
    }

    [Theory]
    [InlineData("", 400, "invalid-request")]
    [InlineData("null", 400, "invalid-request")]
    [InlineData("{", 400, "invalid-request")]
    [InlineData("[]", 400, "invalid-request")]
    [InlineData("""{"task":"x"}""", 400, "invalid-request")]
    [InlineData("""{"task":"x","tusk":"y","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-request")]
    [InlineData("""{"task":" ","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-request")]
    [InlineData("""{"task":"x","repository":{"location":"r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-request")]
    [InlineData("""{"task":"x","repository":{"location":"/r","baseCommit":"main"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-request")]
    [InlineData("""{"task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[]}}""", 400, "invalid-request")]
    [InlineData("""{"task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}],"maxIterations":0}}""", 400, "invalid-request")]
    [InlineData("""{"id":"../x","task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-id")]
    [InlineData("""{"id":"a..b","task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{"agents":[{"name":"demo"}]}}""", 400, "invalid-id")]
    public Task Start_ThatIsNotValid_IsRefused(string body, int status, string type) => AssertProblemAsync(Post("api/runs", body), status, type);

    [Theory]
    [InlineData("""{"agents":[null]}""", "settings.agents[0]")]
    [InlineData("""{"agents":[{"name":"demo"},null]}""", "settings.agents[1]")]
    [InlineData("""{"agents":[{"name":"demo","arguments":[null]}]}""", "settings.agents[0].arguments[0]")]
    [InlineData("""{"agents":[{"name":"demo","environment":["A",null]}]}""", "settings.agents[0].environment[1]")]
    [InlineData("""{"agents":[{"name":"demo","models":{"mini":null}}]}""", "settings.agents[0].models.mini")]
    [InlineData("""{"agents":[{"name":"demo","models":{"mini":[null]}}]}""", "settings.agents[0].models.mini[0]")]
    [InlineData("""{"agents":[{"name":"demo"}],"checks":[null]}""", "settings.checks[0]")]
    [InlineData("""{"agents":[{"name":"demo"}],"setup":{"commands":[null]}}""", "settings.setup.commands[0]")]
    [InlineData("""{"agents":[{"name":"demo"}],"setup":{"copy":[null]}}""", "settings.setup.copy[0]")]
    [InlineData("""{"agents":[{"name":"demo"}],"tiers":{"order":["mini",null]}}""", "settings.tiers.order[1]")]
    [InlineData("""{"agents":[{"name":"demo"}],"guard":{"confirm":[null]}}""", "settings.guard.confirm[0]")]
    public async Task Start_NullInAList_IsRefusedByItsName(string settings, string field)
    {
        using var request = Post("api/runs", $$"""{"task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{{settings}}}""");
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains($"{field} is null", (await JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"agents":[{"name":"demo"},{"name":"codx"}]}""", "There is no agent 'codx'. Did you mean 'codex'?")]
    [InlineData("""{"agents":[{"name":" "}]}""", "needs a name")]
    [InlineData("""{"agents":[{"name":"command"}]}""", "that one needs it")]
    [InlineData("""{"agents":[{"name":"demo","command":"true"}]}""", "this one is 'demo'")]
    public async Task Start_AgentThatCannotBeCalled_IsRefusedByItsName(string settings, string cause)
    {
        using var request = Post("api/runs", $$"""{"task":"x","repository":{"location":"/r","baseCommit":"0123456789012345678901234567890123456789"},"settings":{{settings}}}""");
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(cause, (await JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Start_BodyThatIsNoJson_IsRefused() => AssertProblemAsync(Post("api/runs", "task=x", "application/x-www-form-urlencoded"), 415, "not-json");

    [Fact]
    public Task Start_TaskOfMoreThanAMegabyte_IsRefused()
    {
        var body = Body();
        body["task"] = new string('x', (1024 * 1024) + 1);
        return AssertProblemAsync(Post("api/runs", JsonSerializer.Serialize(body)), 413, "too-large");
    }

    [Theory]
    [InlineData("api/runs/no-such-run", 404, "run-not-found")]
    [InlineData("api/runs/No-Such-Run", 400, "invalid-id")]
    [InlineData("api/runs/a%20b", 400, "invalid-id")]
    [InlineData("api/runs/%2e%2e%2fx", 400, "invalid-id")]
    [InlineData("api/runs/no-such-run/logs", 404, "run-not-found")]
    [InlineData("api/runs/no-such-run/diff", 404, "run-not-found")]
    [InlineData("api/runs?limit=0", 400, "invalid-request")]
    [InlineData("api/runs?status=bored", 400, "invalid-request")]
    [InlineData("api/runs?page=2", 400, "invalid-request")]
    [InlineData("api/runs?after=7", 400, "invalid-request")]
    [InlineData("api/runs?after=AAAAAAAA", 400, "invalid-request")]
    [InlineData("api/runs/no-such-run/iterations?after=-1", 400, "invalid-request")]
    public Task Get_WhatHasNoAnswer_IsAProblem(string path, int status, string type) => AssertProblemAsync(new(HttpMethod.Get, path), status, type);

    [Fact]
    public Task Control_UnknownRun_IsRefused() => AssertProblemAsync(Post("api/runs/no-such-run/pause", "{}"), 404, "run-not-found");

    [Fact]
    public async Task Start_IdThatWasUsed_IsRefused()
    {
        var id = NewId();
        await StartAsync(Body(id));

        await AssertProblemAsync(Post("api/runs", JsonSerializer.Serialize(Body(id))), 409, "run-exists");
        await EndAsync(id);
        await AssertProblemAsync(Post("api/runs", JsonSerializer.Serialize(Body(id))), 409, "run-exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Not an id: ")]
    public async Task Start_SameRequestWithTheSameIdempotencyKey_IsTheSameRun(string prefix)
    {
        var key = prefix + NewId();
        var body = JsonSerializer.Serialize(Body());

        var first = await SendWithKeyAsync(body, key);
        var second = await SendWithKeyAsync(body, key);

        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        await EndAsync(first.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task Start_AnotherRequestWithTheSameIdempotencyKey_IsRefused()
    {
        var key = NewId();
        var body = Body();
        await SendWithKeyAsync(JsonSerializer.Serialize(body), key);
        body["author"] = "somebody else";

        var again = Post("api/runs", JsonSerializer.Serialize(body));
        again.Headers.Add("Idempotency-Key", key);

        await AssertProblemAsync(again, 422, "key-reused");
        await EndAsync(key);
    }

    [Fact]
    public async Task Start_AnotherRequestForTheSameIdWithTheSameIdempotencyKey_IsToldThatTheIdIsTaken()
    {
        var id = NewId();
        var body = Body(id);
        await SendWithKeyAsync(JsonSerializer.Serialize(body), id);
        body["author"] = "somebody else";

        var again = Post("api/runs", JsonSerializer.Serialize(body));
        again.Headers.Add("Idempotency-Key", id);

        await AssertProblemAsync(again, 409, "run-exists");
        await EndAsync(id);
    }

    static string Filled(string route)
    {
        var filled = route.Replace("{id}", "x", StringComparison.Ordinal).Replace("{iteration}", "0", StringComparison.Ordinal).Replace("{file}", "f", StringComparison.Ordinal);
        return filled.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"Say what stands for the parameters of {route}.") : filled;
    }

    async Task<JsonElement> SendWithKeyAsync(string body, string key)
    {
        using var request = Post("api/runs", body);
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await Client.SendAsync(request, Cancellation);
        Assert.Equal(202, (int)answer.StatusCode);
        return await JsonAsync(answer);
    }
}
