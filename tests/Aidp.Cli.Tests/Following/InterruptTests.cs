using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Following;

public sealed class InterruptTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task CtrlC_ThenD_LeavesTheRunAlone()
    {
        using var terminal = Terminal("nonsense\nd\n");
        var following = await FollowAsync(terminal, "left-alone");

        terminal.Interrupts.Interrupt();

        Assert.Equal(ExitCodes.Cancelled, await following);
        Assert.Equal(3, terminal.Error.Split("[d]etach").Length);
        Assert.Contains("aidp attach left-alone", terminal.Error, StringComparison.Ordinal);
        Assert.Equal("running", await EndAsync("left-alone"));
    }

    [Fact]
    public async Task CtrlC_ThenP_PausesItAndSaysHowItGoesOn()
    {
        using var terminal = Terminal("p\n");
        var following = await FollowAsync(terminal, "put-aside");

        terminal.Interrupts.Interrupt();

        Assert.Equal(ExitCodes.WaitingForPerson, await following);
        Assert.Contains("aidp resume put-aside", terminal.Error, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await StatusAsync("put-aside")).GetProperty("loop").TryGetProperty("paused", out _));
        await EndAsync("put-aside");
    }

    [Fact]
    public async Task CtrlC_ThenC_EndsItAndWaitsForItsEnd()
    {
        using var terminal = Terminal("c\n");
        var following = await FollowAsync(terminal, "given-up");

        terminal.Interrupts.Interrupt();

        Assert.Equal(ExitCodes.Cancelled, await following);
        Assert.Contains("cancelled after ", terminal.Out, StringComparison.Ordinal);
        Assert.Single(terminal.Lines, line => line.Contains("APPLY_PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CtrlC_ThenEnter_GoesOnWatchingAndASecondOneDetachesAtOnce()
    {
        // Answers once, and then never.
        using var terminal = new TestTerminal(host.Folder) { CanAsk = true, In = new AnswersOnce("") };
        var following = await FollowAsync(terminal, "watched");

        terminal.Interrupts.Interrupt();
        await Eventually.TrueAsync(() => terminal.Error.Contains("Watching on.", StringComparison.Ordinal));
        terminal.Interrupts.Interrupt();
        await Eventually.TrueAsync(() => terminal.Error.Split("[d]etach").Length > 2);
        terminal.Interrupts.Interrupt();

        Assert.Equal(ExitCodes.Cancelled, await following);
        Assert.Contains("Detached", terminal.Error, StringComparison.Ordinal);
        Assert.Equal("running", await EndAsync("watched"));
    }

    TestTerminal Terminal(string input) => new(host.Folder, input) { CanAsk = true };

    async Task<Task<int>> FollowAsync(TestTerminal terminal, string id)
    {
        var following = Task.Run(() => host.RunAsync(terminal, id, "cat > /dev/null; sleep 600"));
        await Eventually.TrueAsync(() => terminal.Out.Contains("APPLY_PATCH", StringComparison.Ordinal) || following.IsCompleted);
        return following;
    }

    async Task<JsonElement> StatusAsync(string id)
    {
        using var terminal = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("status", id, "--json"));
        return JsonElement.Parse(terminal.Out);
    }

    // How it stood; no agent is left.
    async Task<string?> EndAsync(string id)
    {
        var status = (await StatusAsync(id)).GetProperty("status").GetString();
        using var terminal = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("jobs", "stop", id));
        return status;
    }

    sealed class AnswersOnce(string answer) : TextReader
    {
        int _asked;

        public override string? ReadLine()
        {
            if (Interlocked.Increment(ref _asked) > 1)
            {
                Thread.Sleep(Timeout.Infinite);
            }

            return answer;
        }
    }
}
