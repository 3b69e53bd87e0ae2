using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Aidp.Orchestrations;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Functions.Tests.Http;

public sealed class RunLifeTests(ApiHost host) : ApiContract(host)
{
    [Fact]
    public async Task Run_ToItsEnd_CanBeReadInEveryWay()
    {
        var id = NewId();
        using (var started = await Client.PostAsJsonAsync("api/runs", Body(id), Cancellation))
        {
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
            Assert.Equal($"/api/runs/{id}", started.Headers.Location?.OriginalString);
        }

        var run = await EndAsync(id);

        Assert.Equal("completed", run.GetProperty("status").GetString());
        Assert.Equal(2, run.GetProperty("result").GetProperty("iterations").GetInt32());
        Assert.Equal("Write two lines. 漢字 🎉", run.GetProperty("task").GetProperty("preview").GetString());
        await AssertIterationsAsync(id);
        await AssertLogsAsync(id);
        await AssertArtifactsAsync(id);
        Assert.Contains("+line", await Client.GetStringAsync(new Uri($"api/runs/{id}/diff", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        var history = await GetAsync($"api/runs/{id}/history");
        Assert.Equal([id, $"{id}:loop"], history.GetProperty("instances").EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()));
        await AssertProblemAsync(Post($"api/runs/{id}/cancel", "{}"), 410, "run-finished");
    }

    [Fact]
    public async Task Diff_BinaryFileAndTextThatIsNotUtf8_IsAPatchThatBringsTheSameBytes()
    {
        using var repository = TestRepository.Create();
        var id = NewId();
        await StartAsync(Body(repository, id, @"cat > /dev/null; printf '\211PNG\r\n\000\001\377' > picture.png; printf 'caf\351\n' > latin1.txt; echo line >> progress.txt; echo 'STATUS: COMPLETE'", lines: 1));
        await EndAsync(id);

        repository.Apply(await Client.GetByteArrayAsync(new Uri($"api/runs/{id}/diff", UriKind.Relative), Cancellation));

        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1, 0xff], repository.Read("picture.png"));
        Assert.Equal([0x63, 0x61, 0x66, 0xe9, 0x0a], repository.Read("latin1.txt"));
    }

    [Fact]
    public async Task Cancel_HangingAgent_EndsWithItsRun()
    {
        var id = NewId();
        await StartAsync(Body(id, "cat > /dev/null; sleep 600"));
        await UntilAsync(id, run => run.TryGetProperty("state", out var state) && state.GetString() == "APPLY_PATCH");

        using var answer = await Client.PostAsJsonAsync($"api/runs/{id}/cancel", new { author = "tester" }, Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("cancelled", (await EndAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task List_ByStatusAndPrefix_IsFiltered()
    {
        var id = NewId();
        await StartAsync(Body(id));
        await EndAsync(id);

        Assert.Equal(id, Assert.Single(await IdsAsync($"idPrefix={id}&status=completed")));
        Assert.Empty(await IdsAsync($"idPrefix={id}&status=running,failed"));
    }

    [Fact]
    public async Task List_RunWhoseRequestCannotBeRead_IsShownWithTheOthers()
    {
        Assert.SkipWhen(Host.Services is null, "Needs the host in this process.");
        var id = NewId();
        var client = Host.Services.GetRequiredService<DurableTaskClient>();

        // As the management API takes it.
        await client.ScheduleNewOrchestrationInstanceAsync(FunctionNames.AidpOrchestrator, "no request", new StartOrchestrationOptions(id), Cancellation);
        await client.WaitForInstanceCompletionAsync(id, Cancellation);

        Assert.Equal(id, Assert.Single(await IdsAsync($"idPrefix={id}&status=failed")));
        using var removed = await Client.DeleteAsync(new Uri($"api/runs/{id}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task List_PageByPage_IsWhole()
    {
        string[] ids = [.. Enumerable.Range(0, 3).Select(_ => NewId()).Order(StringComparer.Ordinal)];
        foreach (var id in ids)
        {
            await StartAsync(Body(id));
        }

        var (found, after) = (new List<string>(), "");
        do
        {
            var page = await GetAsync($"api/runs?idPrefix=test-&limit=1{after}");
            found.AddRange(page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!));
            after = page.TryGetProperty("next", out var next) ? $"&after={Uri.EscapeDataString(next.GetString()!)}" : null;
        }
        while (after is not null);

        Assert.Equal(ids, found.Intersect(ids).Order(StringComparer.Ordinal));
        Assert.Equal(found.Count, found.Distinct().Count());
        await Task.WhenAll(ids.Select(EndAsync));
    }

    async Task<IReadOnlyList<string?>> IdsAsync(string query) =>
        [.. (await GetAsync($"api/runs?{query}")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString())];

    async Task AssertIterationsAsync(string id)
    {
        var iterations = (await GetAsync($"api/runs/{id}/iterations")).GetProperty("iterations").EnumerateArray().ToList();
        var transitions = iterations.SelectMany(iteration => iteration.GetProperty("transitions").EnumerateArray()).ToList();
        Assert.Equal(Enumerable.Range(1, transitions.Count), transitions.Select(transition => transition.GetProperty("sequence").GetInt32()));
        Assert.Equal(
            ["READY", "APPLY_PATCH", "TEST", "FAIL", "DIAGNOSE", "NEXT_PATCH"],
            iterations[1].GetProperty("transitions").EnumerateArray().Select(transition => transition.GetProperty("state").GetString()));
        Assert.Equal("DONE", transitions[^1].GetProperty("state").GetString());
        Assert.Equal("passed", iterations[2].GetProperty("checks")[0].GetProperty("outcome").GetString());
        var rest = (await GetAsync($"api/runs/{id}/iterations?after={transitions.Count - 1}")).GetProperty("iterations").EnumerateArray();
        Assert.Single(rest.SelectMany(iteration => iteration.GetProperty("transitions").EnumerateArray()));
    }

    async Task AssertLogsAsync(string id)
    {
        var all = await Client.GetByteArrayAsync(new Uri($"api/runs/{id}/logs", UriKind.Relative), Cancellation);
        Assert.Contains("STATUS: COMPLETE", System.Text.Encoding.UTF8.GetString(all), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{id}/logs");
        request.Headers.Range = new RangeHeaderValue(5, null);
        using var part = await Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(all.Length, part.Content.Headers.ContentRange?.Length);
        Assert.Equal(all[5..], await part.Content.ReadAsByteArrayAsync(Cancellation));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{id}/logs");
        beyond.Headers.Range = new RangeHeaderValue(all.Length, null);
        await AssertProblemAsync(beyond, 416, "range-not-satisfiable");
    }

    async Task AssertArtifactsAsync(string id)
    {
        var names = (await GetAsync($"api/runs/{id}/artifacts")).GetProperty("artifacts").EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!).ToList();
        var task = Assert.Single(names, name => name.StartsWith("0/task-", StringComparison.Ordinal));
        Assert.Equal("Write two lines. 漢字 🎉", await Client.GetStringAsync(new Uri($"api/runs/{id}/artifacts/{task}", UriKind.Relative), Cancellation));
        await AssertProblemAsync(new(HttpMethod.Get, $"api/runs/{id}/artifacts/0/none"), 404, "artifact-not-found");
        await AssertProblemAsync(new(HttpMethod.Get, $"api/runs/{id}/artifacts/..%2f..%2f/host.key"), 404, "artifact-not-found");
    }
}
