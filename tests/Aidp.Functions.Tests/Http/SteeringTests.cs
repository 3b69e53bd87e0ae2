using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Functions.Tests.Http;

public sealed class SteeringTests(ApiHost host) : ApiContract(host)
{
    /// <summary>Adds a line and changes a file that needs approval, always to the same content.</summary>
    const string Agent = "cat > /dev/null; echo line >> progress.txt; echo pinned > deps.lock; echo 'STATUS: COMPLETE'";

    static readonly string[] _locks = ["*.lock"];
    static readonly string[] _file = ["deps.lock"];

    [Fact]
    public async Task Approve_WhatWaits_LetsTheRunGoOnAndHoldsForTheSameContent()
    {
        var id = await StartAndWaitAsync();
        Assert.StartsWith("approval of 1 file since ", (await WhyAsync(id)).GetProperty("why").GetString(), StringComparison.Ordinal);
        var waiting = await GetAsync($"api/runs/{id}/approvals");
        var file = Assert.Single(waiting.GetProperty("files").EnumerateArray());
        Assert.Equal(("deps.lock", "added", 1), (file.GetProperty("file").GetString(), file.GetProperty("change").GetString(), file.GetProperty("linesAdded").GetInt32()));

        await SendAsync(id, "approvals", new { decision = "approve", commit = "0123456789012345678901234567890123456789" });
        await SignalAsync(id, "approve", "ignored");
        await SendAsync(id, "approvals", new { decision = "approve", files = _file, commit = waiting.GetProperty("commit").GetString(), author = "ann" });

        // The second iteration changes nothing about the file, so nobody is asked again.
        Assert.Equal("completed", (await EndAsync(id)).GetProperty("status").GetString());
        Assert.Contains("+pinned", await Client.GetStringAsync(new Uri($"api/runs/{id}/diff", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.Empty((await GetAsync($"api/runs/{id}/approvals")).GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task Deny_FileThatWaits_IsUndoneAndTheAgentIsToldWhy()
    {
        var id = await StartAndWaitAsync();

        await SendAsync(id, "approvals", new { decision = "deny", reason = "Pin nothing.", author = "ann" });

        var run = await EndAsync(id);
        Assert.Equal(("failed", "max_iterations"), (run.GetProperty("status").GetString(), run.GetProperty("result").GetProperty("reason").GetString()));
        Assert.DoesNotContain("deps.lock", await Client.GetStringAsync(new Uri($"api/runs/{id}/diff", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        var prompts = (await GetAsync($"api/runs/{id}/artifacts")).GetProperty("artifacts").EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!);
        var second = await Client.GetStringAsync(new Uri($"api/runs/{id}/artifacts/{prompts.First(name => name.StartsWith("2/prompt-", StringComparison.Ordinal))}", UriKind.Relative), Cancellation);
        Assert.Contains("deps.lock: ann denied this change: Pin nothing.", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guard_NewPolicy_HoldsFromTheNextJudgementOn()
    {
        var id = await StartAndWaitAsync();

        await SendAsync(id, "guard-policy", new { confirm = Array.Empty<string>(), maxFiles = 9, author = "ann" });

        Assert.Equal("completed", (await EndAsync(id)).GetProperty("status").GetString());
        var guard = await GetAsync($"api/runs/{id}/guard-policy");
        Assert.Equal(9, guard.GetProperty("policy").GetProperty("maxFiles").GetInt32());
        Assert.Empty(guard.GetProperty("policy").GetProperty("confirm").EnumerateArray());
        Assert.Contains("/.github/workflows", guard.GetProperty("protected").EnumerateArray().Select(pattern => pattern.GetString()));
        Assert.Equal("ann", Assert.Single(guard.GetProperty("changes").EnumerateArray()).GetProperty("author").GetString());
        await SignalAsync(id, "update_guard_policy", "applied");
    }

    [Fact]
    public async Task Inject_Instruction_IsPendingUntilAnAgentWasGivenIt()
    {
        var id = await StartAndWaitAsync();

        await SendAsync(id, "instructions", new { text = "Keep it short.\nVery.", type = "constraint", priority = "high", author = "ann" });
        await SignalAsync(id, "inject_instruction", "pending");
        var pending = await GetAsync($"api/runs/{id}/instructions");
        Assert.Equal((1, "pending"), (pending.GetProperty("pending").GetInt32(), pending.GetProperty("instructions")[0].GetProperty("state").GetString()));
        await SendAsync(id, "approvals", new { decision = "approve" });
        await EndAsync(id);

        var instruction = (await GetAsync($"api/runs/{id}/instructions")).GetProperty("instructions")[0];
        Assert.Equal(
            ("applied", 2, "constraint", "high", "ann", "Keep it short."),
            (Text(instruction, "state"), instruction.GetProperty("iteration").GetInt32(), Text(instruction, "type"), Text(instruction, "priority"), Text(instruction, "author"), Text(instruction.GetProperty("text"), "preview")));
    }

    [Fact]
    public async Task Delete_RunThatGoesOn_IsRefusedUntilItHasEnded()
    {
        var id = await StartAndWaitAsync();
        await AssertProblemAsync(new(HttpMethod.Delete, $"api/runs/{id}"), 409, "run-active");
        await SendAsync(id, "cancel", new { });
        Assert.Equal("cancelled", (await EndAsync(id)).GetProperty("status").GetString());

        using (var answer = await Client.DeleteAsync(new Uri($"api/runs/{id}", UriKind.Relative), Cancellation))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        await AssertProblemAsync(new(HttpMethod.Get, $"api/runs/{id}"), 404, "run-not-found");
        await AssertProblemAsync(new(HttpMethod.Delete, $"api/runs/{id}"), 404, "run-not-found");
    }

    [Fact]
    public async Task Cancel_RunThatWasTerminatedButItsLoopWasNot_EndsItSoThatItCanBeRemoved()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        var id = await StartAndWaitAsync();

        // What the management API's terminate does: it ends this one instance.
        var client = Host.Services.GetRequiredService<DurableTaskClient>();
        await client.TerminateInstanceAsync(id, "enough", Cancellation);
        await client.WaitForInstanceCompletionAsync(id, Cancellation);

        Assert.Equal("waiting", (await GetAsync($"api/runs/{id}")).GetProperty("status").GetString());
        Assert.Equal(id, Assert.Single((await GetAsync($"api/runs?idPrefix={id}&status=waiting")).GetProperty("runs").EnumerateArray()).GetProperty("id").GetString());
        await AssertProblemAsync(new(HttpMethod.Delete, $"api/runs/{id}"), 409, "run-active");
        await SendAsync(id, "cancel", new { });
        Assert.Equal("cancelled", (await EndAsync(id)).GetProperty("status").GetString());
        await AssertProblemAsync(Post($"api/runs/{id}/cancel", "{}"), 410, "run-finished");
        var told = await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events?output=0", null, Cancellation);
        Assert.Equal("end", told[^1].Name);
        using var removed = await Client.DeleteAsync(new Uri($"api/runs/{id}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task Steer_SignalSentAgainWithItsKey_CountsOnce()
    {
        var id = await StartAndWaitAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendWithKeyAsync(id, "instructions", "i", new { text = "Keep it short.", type = "constraint" })));
        await SendWithKeyAsync(id, "guard-policy", "first", new { maxFiles = 7 });
        await SendWithKeyAsync(id, "guard-policy", "second", new { maxFiles = 8 });
        await SendWithKeyAsync(id, "guard-policy", "first", new { maxFiles = 7 });
        await SendWithKeyAsync(id, "pause", "i", new { author = "ann" });
        await UntilAsync(id, run => run.GetProperty("loop").TryGetProperty("paused", out var _));

        Assert.Single(answers.Select(answer => answer.GetProperty("id").GetString()).Distinct());
        var run = await GetAsync($"api/runs/{id}");
        Assert.Equal(1, run.GetProperty("loop").GetProperty("pendingInstructions").GetInt32());
        Assert.Equal([1, 2, 3, 4], run.GetProperty("loop").GetProperty("signals").EnumerateArray().Select(signal => signal.GetProperty("sequence").GetInt32()));
        Assert.Single((await GetAsync($"api/runs/{id}/instructions")).GetProperty("instructions").EnumerateArray());
        Assert.Equal(8, (await GetAsync($"api/runs/{id}/guard-policy")).GetProperty("policy").GetProperty("maxFiles").GetInt32());

        await SendWithKeyAsync(id, "cancel", "end it", new { });
        await EndAsync(id);
        var told = await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events?output=0", null, Cancellation);
        Assert.Single(told, one => one.Name == "signal" && one.Text("name") == "inject_instruction");
    }

    [Fact]
    public async Task Steer_IdempotencyKeyAfterTheEnd_AnswersForItsRequestAndForNoOther()
    {
        var id = await StartAndWaitAsync();
        await SendWithKeyAsync(id, "instructions", "k", new { text = "One." });
        await SignalAsync(id, "inject_instruction", "pending");

        await AssertProblemAsync(WithKey(id, "instructions", "k", new { text = "Another." }), 422, "key-reused");
        await AssertProblemAsync(WithKey(id, "instructions", "k", new { text = "One.", author = "ann" }), 422, "key-reused");
        await AssertProblemAsync(WithKey(id, "pause", new string('k', 300), new { }), 400, "invalid-request");
        await SendWithKeyAsync(id, "cancel", "k", new { });
        await EndAsync(id);

        await SendWithKeyAsync(id, "cancel", "k", new { });
        await SendWithKeyAsync(id, "instructions", "k", new { text = "One." });
        await AssertProblemAsync(WithKey(id, "cancel", "other", new { }), 410, "run-finished");
        Assert.DoesNotContain((await GetAsync($"api/runs/{id}/artifacts")).GetProperty("artifacts").EnumerateArray(), artifact => artifact.GetProperty("bytes").GetInt32() == "Another.".Length);
    }

    [Theory]
    [InlineData("instructions", "{}")]
    [InlineData("instructions", """{"text":" "}""")]
    [InlineData("instructions", """{"text":"x","type":"rumour"}""")]
    [InlineData("instructions", """{"text":"x","priority":"now"}""")]
    [InlineData("instructions", """{"text":"x","kind":"constraint"}""")]
    [InlineData("guard-policy", "{}")]
    [InlineData("guard-policy", """{"author":"ann"}""")]
    [InlineData("guard-policy", """{"exclude":["# secret"]}""")]
    [InlineData("guard-policy", """{"exclude":[""]}""")]
    [InlineData("guard-policy", """{"exclude":["secret[s"]}""")]
    [InlineData("guard-policy", """{"exclude":["../x"]}""")]
    [InlineData("guard-policy", """{"exclude":[null]}""")]
    [InlineData("guard-policy", """{"allowProtected":["*"]}""")]
    [InlineData("guard-policy", """{"maxFiles":-1}""")]
    [InlineData("guard-policy", """{"max_files":1}""")]
    [InlineData("approvals", "{}")]
    [InlineData("approvals", """{"decision":"perhaps"}""")]
    [InlineData("approvals", """{"decision":"approve","files":[]}""")]
    [InlineData("approvals", """{"decision":"approve","files":[""]}""")]
    [InlineData("approvals", "null")]
    public Task Steer_BodyThatMakesNoSense_IsRefused(string route, string body) => AssertProblemAsync(Post($"api/runs/no-such-run/{route}", body), 400, "invalid-request");

    [Theory]
    [InlineData("instructions", """{"text":"x"}""")]
    [InlineData("guard-policy", """{"maxFiles":1}""")]
    [InlineData("approvals", """{"decision":"approve"}""")]
    public async Task Steer_UnknownRun_IsRefused(string route, string body)
    {
        await AssertProblemAsync(Post($"api/runs/no-such-run/{route}", body), 404, "run-not-found");
        await AssertProblemAsync(new(HttpMethod.Get, $"api/runs/no-such-run/{route}"), 404, "run-not-found");
    }

    [Fact]
    public Task Inject_InstructionThatNoPromptHasRoomFor_IsRefused() =>
        AssertProblemAsync(Post("api/runs/no-such-run/instructions", JsonSerializer.Serialize(new { text = new string('x', (64 * 1024) + 1) })), 413, "too-large");

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    Task<JsonElement> WhyAsync(string id) => GetAsync($"api/runs/{id}/why");

    async Task<string> StartAndWaitAsync()
    {
        var id = NewId();
        var body = Body(id);
        body["settings"] = new
        {
            agents = new[] { new { name = "command", command = Agent } },
            checks = new[] { new { name = "lines", run = "test \"$(wc -l < progress.txt)\" -ge 2" } },
            maxIterations = 3,
            guard = new { confirm = _locks },
        };
        await StartAsync(body);
        await UntilAsync(id, run => run.GetProperty("status").GetString() == "waiting");
        return id;
    }

    async Task<JsonElement> SendWithKeyAsync(string id, string route, string key, object body)
    {
        using var request = WithKey(id, route, key, body);
        using var answer = await Client.SendAsync(request, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        return await JsonAsync(answer);
    }

    static HttpRequestMessage WithKey(string id, string route, string key, object body)
    {
        var request = Post($"api/runs/{id}/{route}", JsonSerializer.Serialize(body));
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    async Task SendAsync(string id, string route, object body)
    {
        using var answer = await Client.PostAsJsonAsync($"api/runs/{id}/{route}", body, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(id, (await JsonAsync(answer)).GetProperty("run").GetString());
    }

    /// <summary>Waits until the status says this of a signal.</summary>
    Task<JsonElement> SignalAsync(string id, string name, string answer) => UntilAsync(id, run => run.TryGetProperty("loop", out var loop)
        && loop.GetProperty("signals").EnumerateArray().Any(signal => Text(signal, "name") == name && Text(signal, "answer") == answer));
}
