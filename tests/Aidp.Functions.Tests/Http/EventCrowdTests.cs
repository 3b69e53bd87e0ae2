using System.Diagnostics;
using System.Globalization;
using Aidp.Functions.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Functions.Tests.Http;

/// <summary>Many clients follow one run, each torn off and back again at random. <c>AIDP_STREAM_CLIENTS</c> and <c>AIDP_STREAM_SECONDS</c> make it more or less.</summary>
public sealed class EventCrowdTests(ApiHost host) : ApiContract(host)
{
    /// <summary>How far memory may grow between a third of the time and its end.</summary>
    const long MostGrowth = 48L << 20;

    static readonly int _clients = Setting("AIDP_STREAM_CLIENTS", 200);
    static readonly int _seconds = Setting("AIDP_STREAM_SECONDS", 6);

    [Fact]
    public async Task Events_ManyClients_NoneMissesOneOrGetsOneTwiceAndMemoryStaysFlat()
    {
        using var repository = TestRepository.Create();
        var id = NewId();
        var iterations = Math.Max(2, _seconds / 3);
        // About 100 lines in 3 seconds, with characters that a cut could tear.
        const string Agent = "cat > /dev/null; for i in $(seq 1 100); do echo \"$AIDP_ITERATION/$i äöü 漢字 🎉\"; sleep 0.03; done; echo line >> progress.txt; echo 'STATUS: COMPLETE'";
        await StartAsync(Body(repository, id, Agent, iterations));

        var watch = Stopwatch.StartNew();
        var early = MeasureAsync(TimeSpan.FromSeconds(_seconds / 3.0));
        var seen = await Task.WhenAll(Enumerable.Range(0, _clients).Select(number => FollowAsync(id, new Random(number))));
        var growth = Memory() - await early;
        using var reference = new EventCheck();
        (await EventClient.ReadAllAsync(Client, $"api/runs/{id}/events", null, Cancellation)).ForEach(reference.Add);

        Assert.All(seen, one => Assert.Equal(reference.Summary(), one.Summary));
        var end = await GetAsync($"api/runs/{id}");
        Assert.True(end.GetProperty("status").GetString() == "completed", end.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_clients} clients, {watch.Elapsed.TotalSeconds:F0} s, {seen.Sum(one => one.Connections)} connections, {seen.Sum(one => one.Events)} events, memory {growth / 1024.0 / 1024:F1} MiB more than after a third"));
        await AssertNothingIsLeftAsync(growth);
    }

    async Task<(string Summary, int Connections, int Events)> FollowAsync(string id, Random random)
    {
        using var check = new EventCheck();
        using var client = Host.CreateClient();
        var connections = 0;
        for (; !check.Ended; connections++)
        {
            await ConnectAsync(client, id, check, TimeSpan.FromMilliseconds(random.Next(50, 4_000)));
            await Task.Delay(random.Next(0, 200), Cancellation);
        }

        return (check.Summary(), connections, check.Events);
    }

    static async Task ConnectAsync(HttpClient client, string id, EventCheck check, TimeSpan tornAfter)
    {
        using var torn = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        torn.CancelAfter(tornAfter);
        try
        {
            await foreach (var told in EventClient.ReadAsync(client, $"api/runs/{id}/events", check.LastId, torn.Token))
            {
                check.Add(told);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException { StatusCode: null } && !Cancellation.IsCancellationRequested)
        {
            // Torn off.
        }
    }

    static async Task<long> MeasureAsync(TimeSpan after)
    {
        await Task.Delay(after, Cancellation);
        return Memory();
    }

    async Task AssertNothingIsLeftAsync(long growth)
    {
        if (Host.Services is not { } services)
        {
            // What another process uses is not known here.
            return;
        }

        Assert.InRange(growth, long.MinValue, MostGrowth);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (services.GetRequiredService<RunFeeds>().Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
