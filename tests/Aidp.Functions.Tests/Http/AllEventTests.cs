namespace Aidp.Functions.Tests.Http;

public sealed class AllEventTests(ApiHost host) : ApiContract(host)
{
    [Fact]
    public async Task AllEvents_TornClient_MissesNothingAndGetsNothingTwice()
    {
        var before = NewId();
        await StartAsync(Body(before));
        await EndAsync(before);
        string[] runs = [NewId(), NewId(), NewId()];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));

        // The first event is the place to come back to; only then anything happens.
        var (all, last) = (new List<ToldEvent>(), "");
        await foreach (var told in EventClient.ReadAsync(Client, "api/events", null, limit.Token))
        {
            Assert.Equal("ready", told.Name);
            last = told.Id;
            break;
        }

        await StartAsync(Body(runs[0], "cat > /dev/null; sleep 0.5; echo line >> progress.txt; echo 'STATUS: COMPLETE'"));
        await StartAsync(Body(runs[1]));
        await EndAsync(runs[1]);
        await StartAsync(Body(runs[2]));
        while (runs.Any(run => !all.Exists(one => one.Name == "end" && one.Text("run") == run)))
        {
            // Torn off after every few events.
            var few = 0;
            await foreach (var told in EventClient.ReadAsync(Client, "api/events", last, limit.Token))
            {
                last = told.Id;
                all.Add(told);
                if (++few == 7 || runs.All(run => all.Exists(one => one.Name == "end" && one.Text("run") == run)))
                {
                    break;
                }
            }
        }

        Assert.DoesNotContain(all, one => one.Text("run") == before);
        foreach (var run in runs)
        {
            var alone = await EventClient.ReadAllAsync(Client, $"api/runs/{run}/events?output=0", null, Cancellation);
            Assert.Equal(
                alone.Select(one => (one.Name, one.Data.GetRawText())).Order(),
                all.Where(one => one.Text("run") == run).Select(one => (one.Name, one.Data.GetProperty("data").GetRawText())).Order());
            var states = all.Where(one => one.Text("run") == run && one.Name == "state").Select(one => one.Data.GetProperty("data").GetProperty("sequence").GetInt32()).ToList();
            Assert.Equal(Enumerable.Range(1, states.Count), states);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0~")]
    [InlineData("0~Run,0:0.0")]
    [InlineData("0~run")]
    [InlineData("0~run,0:0.0.1.1.1")]
    [InlineData("ffffffffffffffff")]
    [InlineData("7fffffffffffffff")]
    public Task Events_PositionThatNoEventHas_IsRefused(string after) => AssertProblemAsync(new(HttpMethod.Get, $"api/events?after={after}"), 400, "invalid-request");
}
