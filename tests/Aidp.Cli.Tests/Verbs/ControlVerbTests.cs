using System.Text.Json;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class ControlVerbTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task PauseResumeCancel_BeginningOfAnId_SteersTheRun()
    {
        using var start = host.BareTerminal();
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, "steered-run", WaitsFor("go", "echo line >> progress.txt"), "--detach"));

        var paused = await AskAsync("pause", "steered", "--json");
        Assert.Equal("pause_work_loop", paused.GetProperty("name").GetString());
        await File.WriteAllTextAsync(host.Place("go"), "", TestContext.Current.CancellationToken);
        paused = await AskAsync("pause", "steered", "--wait", "--json");
        Assert.Equal("paused", paused.GetProperty("status").GetString());
        Assert.Contains("resume to go on", (await AskAsync("why", "steered", "--json")).GetProperty("why").GetString(), StringComparison.Ordinal);

        Assert.NotEqual("paused", (await AskAsync("resume", "steered", "--wait", "--json")).GetProperty("status").GetString());
        Assert.Equal("cancelled", (await AskAsync("cancel", "steered", "--wait", "--json")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Pause_BeginningThatSeveralIdsHave_IsRefusedAndTheyAreNamed()
    {
        foreach (var id in (string[])["twin-a", "twin-b"])
        {
            using var start = host.BareTerminal();
            Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, id, TestRepository.Agent, "--detach"));
        }

        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("cancel", "twin"));
        Assert.Contains("twin-a or twin-b", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pause_RunThatHasEnded_IsRefused()
    {
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("pause", ServedHost.Run));
        Assert.Contains("has ended", terminal.Error, StringComparison.Ordinal);
    }

    // The first call waits until the file is there; later ones find it.
    string WaitsFor(string file, string work) => $"cat > /dev/null; while [ ! -e '{host.Place(file)}' ]; do sleep 0.05; done; {work}";

    async Task<JsonElement> AskAsync(params string[] arguments)
    {
        using var terminal = host.Terminal();
        var exitCode = await terminal.RunAsync(arguments);
        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        return JsonElement.Parse(terminal.Out);
    }
}
