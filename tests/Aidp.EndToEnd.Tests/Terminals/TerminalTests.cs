using System.Text.Json;
using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.Terminals;

/// <summary>What a person at a terminal sees and types; each on a real pseudo-terminal.</summary>
public sealed class TerminalTests : IDisposable
{
    readonly ScratchFolder _folder = new();

    [Fact]
    public async Task CtrlC_AtATerminal_AsksWhatIsWantedAndASecondOneDetachesAtOnce()
    {
        Assert.SkipUnless(TerminalSession.IsPossible, "There is no script(1) of util-linux here.");
        using var terminal = await StartAsync();
        await terminal.SeeAsync("APPLY_PATCH for ");
        await terminal.SeeAsync("│ thinking hard");
        await terminal.TypeAsync(TerminalSession.CtrlC);
        await terminal.SeeAsync("[d]etach (the run goes on in the background), [p]ause, [c]ancel");
        await terminal.TypeAsync("\n");
        var drawn = terminal.Screen.Split("APPLY_PATCH for ").Length;
        await terminal.SeeAsync("APPLY_PATCH for ", drawn + 1);

        await terminal.TypeAsync(TerminalSession.CtrlC);
        await terminal.SeeAsync("[d]etach", 2);
        await terminal.TypeAsync(TerminalSession.CtrlC);

        Assert.Equal(130, await terminal.WaitAsync());
        Assert.Contains("aidp attach t1", terminal.Screen, StringComparison.Ordinal);
        await EndWellAsync();
    }

    [Fact]
    public async Task Run_TerminalThatIsClosed_GoesOnAndIsFoundAgain()
    {
        Assert.SkipUnless(TerminalSession.IsPossible, "There is no script(1) of util-linux here.");
        using (var terminal = await StartAsync())
        {
            await terminal.SeeAsync("aidp jobs list");
            await terminal.SeeAsync("│ thinking hard");
            await terminal.CloseAsync();
        }

        var listed = await AidpProcess.RunAsync(["jobs", "list", "--json", "--state", _folder["state"]]);

        listed.AssertExit(0);
        var job = Assert.Single(JsonElement.Parse(listed.Output).GetProperty("jobs").EnumerateArray());
        Assert.Equal("t1", job.GetProperty("id").GetString());
        Assert.False(job.GetProperty("stuck").GetBoolean());
        await EndWellAsync();
    }

    public void Dispose() => _folder.Dispose();

    // The agent waits for a file before it adds its line.
    async Task<TerminalSession> StartAsync()
    {
        var repository = await CountingRepository.CreateAsync(_folder, 1);
        return TerminalSession.Start(
            "run", "Add a line", "--repo", repository.Path, "--state", _folder["state"], "--id", "t1", "--check", $"lines={repository.Check}",
            "--agent-command", $"cat > /dev/null; echo thinking hard; while [ ! -e '{_folder["go"]}' ]; do sleep 0.05; done; echo line >> progress.txt; echo 'STATUS: COMPLETE'");
    }

    async Task EndWellAsync()
    {
        await File.WriteAllTextAsync(_folder["go"], "", TestContext.Current.CancellationToken);
        (await AidpProcess.RunAsync(["attach", "t1", "--state", _folder["state"]])).AssertExit(0);

        // The host in the background would wait for others for a while.
        BackgroundHost.Kill(_folder["state"]);
    }
}
