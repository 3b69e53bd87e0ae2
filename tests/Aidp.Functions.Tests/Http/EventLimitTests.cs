using Aidp.Functions.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Tests.Http;

/// <summary>With limits that are small, on a host of their own.</summary>
public sealed class EventLimitTests : IAsyncLifetime
{
    readonly ApiHost _host = new() { Own = true };
    readonly TestRepository _repository = TestRepository.Create();
    HttpClient _client = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    EventOptions Options => _host.Services!.GetRequiredService<IOptions<EventOptions>>().Value;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        _client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Events_StreamTooMany_IsRefusedAndToldWhenToComeAgain()
    {
        await StartAsync("hangs");
        Options.MostStreams = 2;
        using (var first = await OpenAsync("hangs"))
        {
            using var second = await OpenAsync("hangs");
            using var third = await OpenAsync("hangs");

            Assert.Equal([200, 200, 503], new[] { first, second, third }.Select(answer => (int)answer.StatusCode));
            Assert.Equal("urn:aidp:problem:too-many-streams", System.Text.Json.JsonElement.Parse(await third.Content.ReadAsStringAsync(Cancellation)).GetProperty("type").GetString());
            Assert.NotNull(third.Headers.RetryAfter);
        }

        await UntilAsync(async () =>
        {
            using var again = await OpenAsync("hangs");
            return (int)again.StatusCode == 200;
        });
        var feeds = _host.Services!.GetRequiredService<RunFeeds>();
        await UntilAsync(() => Task.FromResult(feeds.Count == 0));
    }

    [Fact]
    public async Task Read_HowARunStands_IsToldAsItIsNowHoweverLateOthersAreTold()
    {
        await StartAsync("steered");
        using var other = await OpenAsync("steered");
        await UntilAsync(async () => (await _client.GetStringAsync(new Uri("api/runs/steered", UriKind.Relative), Cancellation)).Contains("APPLY_PATCH", StringComparison.Ordinal));
        (Options.LeastInterval, Options.MostInterval) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await using (var first = EventClient.ReadAsync(_client, "api/runs/steered/events?status=1&output=0", null, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            while (await first.MoveNextAsync() && first.Current.Name != "status")
            {
            }

            using var pause = await _client.PostAsync(new Uri("api/runs/steered/pause", UriKind.Relative), null, Cancellation);
            await UntilAsync(async () => (await _client.GetStringAsync(new Uri("api/runs/steered", UriKind.Relative), Cancellation)).Contains("\"status\":\"paused\"", StringComparison.Ordinal));
        }

        await foreach (var told in EventClient.ReadAsync(_client, "api/runs/steered/events?status=1&output=0", null, Cancellation))
        {
            if (told.Name == "status")
            {
                Assert.Equal("paused", told.Text("status"));
                break;
            }
        }
    }

    [Fact]
    public async Task Events_SilentStream_ShowsThatItIsAliveAndEndsAfterItsTime()
    {
        await StartAsync("silent");
        (Options.Heartbeat, Options.Longest) = (TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(3));
        using var answer = await OpenAsync("silent");

        var text = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.StartsWith("retry: 1000\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\n:\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("event: end", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OpenStreams_AreNotWaitedFor()
    {
        await StartAsync("stopped");
        using var answer = await OpenAsync("stopped");
        var reading = answer.Content.ReadAsStringAsync(Cancellation);

        await _host.StopAsync();

        // One that was waited for until the server lost its patience would be torn off, and reading it would fail.
        Assert.DoesNotContain("event: end", await reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllEvents_MoreRunsThanOneStreamFollows_HasIdsOfThatManyAndTellsTheNextWhenOneHasEnded()
    {
        Options.MostRuns = 2;
        string[] runs = ["a-run", "b-run", "c-run"];
        foreach (var run in runs)
        {
            await StartAsync(run);
        }

        await using (var begun = EventClient.ReadAsync(_client, "api/events", null, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await begun.MoveNextAsync());
            Assert.Equal(2, begun.Current.Id.Count(character => character == '~'));
        }

        // As an earlier version may have said it.
        var told = new List<(string? Run, string Name)>();
        await foreach (var one in EventClient.ReadAsync(_client, "api/events", $"0~{string.Join('~', runs.Select(run => $"{run},0:new"))}", Cancellation))
        {
            told.Add((one.Text("run"), one.Name));
            if (told.Count == 1)
            {
                Assert.Equal(2, _host.Services!.GetRequiredService<RunFeeds>().Count);
                using var cancel = await _client.PostAsync(new Uri($"api/runs/{runs.First(run => told.Exists(other => other.Run == run))}/cancel", UriKind.Relative), null, Cancellation);
            }

            if (runs.All(run => told.Exists(other => other.Run == run)))
            {
                break;
            }
        }

        var ended = Assert.Single(told, one => one.Name == "end").Run;
        Assert.True(told.FindIndex(one => one.Name == "end") < told.FindIndex(one => one.Run == runs[2]), $"{ended} had not ended: {string.Join(", ", told)}");
    }

    async Task StartAsync(string id)
    {
        var body = ApiContract.Body(_repository, id, "cat > /dev/null; sleep 600");
        using var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(_client, "api/runs", body, Cancellation);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    async Task<HttpResponseMessage> OpenAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/runs/{id}/events");
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    static async Task UntilAsync(Func<Task<bool>> reached)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await reached())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }
}
