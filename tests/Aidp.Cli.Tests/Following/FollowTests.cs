using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Following;

public sealed class FollowTests(ServedHost host) : IClassFixture<ServedHost>
{
    const string Talkative = "cat > /dev/null; for i in $(seq 40); do echo \"line $i äöü 漢字 🎉\"; sleep 0.05; done; echo line >> progress.txt; echo 'STATUS: COMPLETE'";

    [Fact]
    public async Task Attach_ToARunThatTakesItsTime_AsksOnceAndIsTold()
    {
        await using var relay = new Relay(host.Url);
        await StartAsync("told", Talkative);
        using var terminal = Terminal(relay);

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("attach", "told"));

        Assert.Equal(["GET /api/runs/told HTTP/1.1", "GET /host/held HTTP/1.1", "GET /api/runs/told/events?status=1&output=0 HTTP/1.1"], relay.Requests);
        Assert.Contains("agent command: changed 1 file", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_WhoseConnectionIsCutAgainAndAgain_ShowsWhatAnyOtherShows()
    {
        await using var relay = new Relay(host.Url) { CutAfter = 700 };
        await StartAsync("cut", TestRepository.Agent);
        using var cut = Terminal(relay);
        using var whole = host.Terminal();

        Assert.Equal(ExitCodes.Completed, await cut.RunAsync("attach", "cut"));
        Assert.Equal(ExitCodes.Completed, await whole.RunAsync("attach", "cut"));

        Assert.True(relay.Requests.Count(request => request.Contains("/events", StringComparison.Ordinal)) > 3);
        Assert.Equal(whole.Lines.TakeWhile(IsProgress), cut.Lines.TakeWhile(IsProgress));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task Logs_FollowedOverConnectionsThatAreCut_AreTheLogs(int? tail)
    {
        var id = $"logged-{tail ?? 0}";
        await using var relay = new Relay(host.Url) { CutAfter = 700 };
        await StartAsync(id, Talkative);
        using var following = Terminal(relay);
        using var all = host.Terminal();

        Assert.Equal(ExitCodes.Completed, await following.RunAsync(["logs", id, "-f", "--json", .. tail is null ? (string[])[] : ["--tail", $"{tail}"]]));
        Assert.Equal(ExitCodes.Completed, await all.RunAsync("logs", id, "--json"));

        var log = string.Concat(Texts(all));
        Assert.Equal(82, log.Split('\n').Length - 1);
        Assert.EndsWith(string.Concat(Texts(following)), log, StringComparison.Ordinal);
        var end = following.Lines.Select(line => JsonElement.Parse(line)).First().GetProperty("offset").GetInt64();
        Assert.True(tail is not null || end == 0);
        foreach (var piece in following.Lines.Select(line => JsonElement.Parse(line)))
        {
            Assert.Equal(end, piece.GetProperty("offset").GetInt64());
            end += System.Text.Encoding.UTF8.GetByteCount(piece.GetProperty("text").GetString()!);
        }

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(log), end);
    }

    [Fact]
    public async Task Attach_ToAHostThatIsGoneForGood_SaysSo()
    {
        var relay = new Relay(host.Url);
        await StartAsync("lost", "cat > /dev/null; sleep 600");
        using var terminal = Terminal(relay);
        var following = Task.Run(() => terminal.RunAsync("attach", "lost"));
        await Eventually.TrueAsync(() => terminal.Out.Contains("APPLY_PATCH", StringComparison.Ordinal) || following.IsCompleted);

        await relay.DisposeAsync();

        Assert.Equal(ExitCodes.Failed, await following);
        Assert.Contains("no answer from http://127.0.0.1:", terminal.Error, StringComparison.Ordinal);
        using var stop = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await stop.RunAsync("jobs", "stop", "lost"));
    }

    // Progress has a time, or belongs to a line that has one; what follows says how the run ended.
    static bool IsProgress(string line) => char.IsAsciiDigit(line[0]) || line.StartsWith("        ", StringComparison.Ordinal);

    static IEnumerable<string> Texts(TestTerminal terminal) => terminal.Lines.Select(line => JsonElement.Parse(line).GetProperty("text").GetString()!);

    TestTerminal Terminal(Relay relay) => new(host.Folder) { Variables = { ["AIDP_HOST"] = relay.Url.ToString(), ["AIDP_KEY"] = host.Key } };

    async Task StartAsync(string id, string agent)
    {
        using var terminal = host.BareTerminal();
        var exitCode = await host.RunAsync(terminal, id, agent, "--detach");
        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
    }
}
