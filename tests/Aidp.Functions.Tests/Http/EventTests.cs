using System.Net;

namespace Aidp.Functions.Tests.Http;

public sealed class EventTests(ApiHost host) : ApiContract(host)
{
    [Fact]
    public async Task Events_FromTheBeginning_TellTheRunToItsEndAndClose()
    {
        var id = NewId();
        await StartAsync(Body(id, "cat > /dev/null; echo \"äöü 漢字 🎉 $AIDP_ITERATION\"; echo line >> progress.txt; echo 'STATUS: COMPLETE'"));

        var told = await ReadAllAsync(id);

        Assert.Equal("started", told[0].Name);
        Assert.Equal("end", told[^1].Name);
        Assert.Equal("completed", told[^1].Text("status"));
        Assert.Equal(told.Count, told.Select(one => one.Id).Distinct().Count());
        var states = told.Where(one => one.Name == "state").ToList();
        Assert.Equal(Enumerable.Range(1, states.Count), states.Select(one => one.Data.GetProperty("sequence").GetInt32()));
        Assert.Equal("DONE", states[^1].Text("state"));
        Assert.Equal(["base", "1", "2"], told.Where(one => one.Name == "check").Select(one => one.Text("iteration") is var iteration && iteration == "0" ? "base" : iteration!));
        Assert.Equal([1, 2], told.Where(one => one.Name == "agent").Select(one => one.Data.GetProperty("iteration").GetInt32()));
        Assert.Equal(await LogAsync(id), Output(told));
        AssertOutputStandsInItsStep(told);
    }

    [Fact]
    public async Task Events_FromAnyEvent_TellExactlyTheRest()
    {
        var id = NewId();
        await StartAsync(Body(id));
        var all = await ReadAllAsync(id);

        for (var i = 0; i < all.Count - 1; i++)
        {
            var rest = await ReadAllAsync(id, all[i].Id);
            Assert.Equal(all.Skip(i + 1).Select(Described), rest.Select(Described));
        }
    }

    [Fact]
    public async Task Events_AfterTheEnd_AreNoneAndABrowserDoesNotComeAgain()
    {
        var id = NewId();
        await StartAsync(Body(id));
        var all = await ReadAllAsync(id);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{id}/events?after={all[^1].Id}");
        using var answer = await Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Events_WithoutOutput_TellTheRest()
    {
        var id = NewId();
        await StartAsync(Body(id));
        var all = await ReadAllAsync(id);

        var quiet = await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events?output=0", null, Cancellation);

        Assert.Contains(all, one => one.Name == "output");
        Assert.Equal(all.Where(one => one.Name != "output").Select(one => Described(one) with { Item1 = "" }), quiet.Select(one => Described(one) with { Item1 = "" }));
    }

    [Fact]
    public async Task Events_FromAnyByteOfTheLog_TellTheOutputExactlyToItsEnd()
    {
        var id = NewId();
        await StartAsync(Body(id));
        await EndAsync(id);
        var log = await LogAsync(id);

        for (var from = 0; from <= log.Length + 1; from++)
        {
            var told = await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events?outputFrom={from}", null, Cancellation);
            Assert.Equal(log[Math.Min(from, log.Length)..], Output(told));
            if (told.FindIndex(one => one.Name == "output") is >= 0 and var first)
            {
                var rest = await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events?outputFrom={from}", told[first].Id, Cancellation);
                Assert.Equal(told.Skip(first + 1).Select(Described), rest.Select(Described));
            }
        }
    }

    [Fact]
    public async Task Events_HowTheRunStands_IsToldAfterWhatHasHappenedAndWheneverItChanges()
    {
        var id = NewId();
        await StartAsync(Body(id, "cat > /dev/null; sleep 600"));
        await UntilAsync(id, run => run.TryGetProperty("state", out var state) && state.GetString() == "APPLY_PATCH");

        var standing = new List<ToldEvent>();
        string? before = null;
        await foreach (var told in EventClient.ReadAsync(Client, $"api/runs/{id}/events?status=1&output=0", null, Cancellation))
        {
            if (told.Name == "status")
            {
                standing.Add(told);
                Assert.Null(told.Id);
                Assert.NotEqual("status", before);
                using var request = standing.Count == 1 ? Post($"api/runs/{id}/pause", """{"author":"tester"}""") : Post($"api/runs/{id}/cancel", "{}");
                using var answer = standing.Count <= 2 ? await Client.SendAsync(request, Cancellation) : null;
            }

            before = told.Name == "status" && standing.Count > 1 ? before : told.Name;
        }

        Assert.Equal("end", before);
        Assert.Equal("running", standing[0].Text("status"));
        Assert.Contains(standing, told => told.Data.GetProperty("loop").TryGetProperty("paused", out _));
        Assert.Contains(standing, told => told.Text("status") == "cancelling");
    }

    [Fact]
    public async Task Events_Signal_IsToldWithItsAuthor()
    {
        var id = NewId();
        await StartAsync(Body(id, "cat > /dev/null; sleep 600"));
        await UntilAsync(id, run => run.TryGetProperty("state", out var state) && state.GetString() == "APPLY_PATCH");
        var following = ReadAllAsync(id);
        using var request = Post($"api/runs/{id}/cancel", """{"author":"tester"}""");
        using var answer = await Client.SendAsync(request, Cancellation);

        var told = await following;
        var signal = Assert.Single(told, one => one.Name == "signal");
        Assert.Equal(("cancel_work_loop", "tester"), (signal.Text("name"), signal.Text("author")));
        Assert.Equal("cancelled", told[^1].Text("status"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0:1")]
    [InlineData("0:1.2.3")]
    [InlineData("0:-1.0")]
    [InlineData("zz:0.0")]
    [InlineData("0:99999999999.0")]
    public Task Events_PositionThatNoEventHas_IsRefused(string after) => AssertProblemAsync(new(HttpMethod.Get, $"api/runs/x/events?after={after}"), 400, "invalid-request");

    [Fact]
    public Task Events_UnknownRun_AreRefused() => AssertProblemAsync(new(HttpMethod.Get, "api/runs/no-such-run/events"), 404, "run-not-found");

    Task<List<ToldEvent>> ReadAllAsync(string id, string? after = null) => EventClient.ReadAllAsync(Client, $"api/runs/{id}/events", after, Cancellation);

    Task<string> LogAsync(string id) => Client.GetStringAsync(new Uri($"api/runs/{id}/logs", UriKind.Relative), Cancellation);

    static string Output(IEnumerable<ToldEvent> told) => string.Concat(told.Where(one => one.Name == "output").Select(one => one.Text("text")));

    static (string, string, string) Described(ToldEvent one) => (one.Name == "output" ? "" : one.Id, one.Name, one.Data.GetRawText());

    static void AssertOutputStandsInItsStep(List<ToldEvent> told)
    {
        foreach (var output in told.Where(one => one.Name == "output"))
        {
            var step = output.Text("step");
            Assert.InRange(told.IndexOf(output), told.FindIndex(one => one.Name == "step" && one.Text("number") == step), told.FindIndex(one => one.Name is "agent" or "check" && one.Text("step") == step));
        }
    }
}
