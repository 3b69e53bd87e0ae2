using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class JobsVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task Jobs_RunThatGoesOn_IsListedAndStoppedWithEverythingThatItStarted()
    {
        // One child in a session of its own, whose parent does not wait for it.
        var pids = host.Place("pids");
        using var start = host.BareTerminal();
        var agent = $"cat > /dev/null; setsid sh -c 'echo $$ >> {pids}; exec sleep 600' & echo $$ >> {pids}; echo working; sleep 600";
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, "long-job", agent, "--detach"));
        await Eventually.TrueAsync(async () => File.Exists(pids) && (await File.ReadAllLinesAsync(pids, TestContext.Current.CancellationToken)).Length == 2
            && (await AskAsync("jobs", "logs", "long")).Contains("working", StringComparison.Ordinal));

        var listed = JsonElement.Parse(await AskAsync("jobs", "list", "--json")).GetProperty("jobs").EnumerateArray().Single(job => job.GetProperty("id").GetString() == "long-job");
        Assert.Equal("running", listed.GetProperty("status").GetString());
        Assert.False(listed.GetProperty("stuck").GetBoolean());
        Assert.True(listed.GetProperty("heartbeat").GetDateTimeOffset() >= listed.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Contains("agent command since", await AskAsync("jobs", "status", "long"), StringComparison.Ordinal);

        Assert.StartsWith("cancelled", await AskAsync("jobs", "stop", "long"), StringComparison.Ordinal);

        Assert.DoesNotContain(await File.ReadAllLinesAsync(pids, TestContext.Current.CancellationToken), pid => IsRunning(pid));
    }

    [Fact]
    public async Task Logs_WithTail_BeginWithAsManyLinesAsAskedFor()
    {
        var all = (await AskAsync("jobs", "logs", "ended")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var last = (await AskAsync("jobs", "logs", "ended", "--tail", "1", "--follow")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(all.Length > 1);
        Assert.Equal(all[^1..], last);
    }

    [Fact]
    public async Task Jobs_RunThatHasEnded_IsShownFollowedAndStoppedWithoutHarm()
    {
        Assert.Contains("completed", await AskAsync("jobs", "status", "ended"), StringComparison.Ordinal);
        Assert.Contains("completed after 2 iterations", await AskAsync("jobs", "status", "ended", "--follow"), StringComparison.Ordinal);
        Assert.StartsWith("completed", await AskAsync("jobs", "stop", "ended"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_RunInTheBackground_CanBeFoundAgainOnItsMachine()
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("jobs", "list", "--state", "state"));
        Assert.Contains($"host: process {Environment.ProcessId}, since ", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("host.log", terminal.Error, StringComparison.Ordinal);
    }

    async Task<string> AskAsync(params string[] arguments)
    {
        using var terminal = host.Terminal();
        var exitCode = await terminal.RunAsync(arguments);
        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        return terminal.Out;
    }

    // A zombie, or the same number in other hands, is not the process.
    static bool IsRunning(string pid) => File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Contains("sleep", StringComparison.Ordinal);
}
