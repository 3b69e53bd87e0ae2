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

    [Fact]
    public async Task PauseAndResume_RunThatWaitsForAnAgent_HappenWhileItWaits()
    {
        using var start = host.BareTerminal();
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, "parked", "exit 127", "--detach"));
        await WaitsAsync("parked");

        Assert.Equal("paused", (await AskAsync("pause", "parked", "--wait", "--json")).GetProperty("status").GetString());
        using var again = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await again.RunAsync("pause", "parked"));
        Assert.StartsWith("Nothing to do for parked: already paused.", again.Error, StringComparison.Ordinal);
        Assert.NotEqual("paused", (await AskAsync("resume", "parked", "--wait", "--json")).GetProperty("status").GetString());
        Assert.Equal("cancelled", (await AskAsync("cancel", "parked", "--wait", "--json")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData]
    [InlineData("--wait")]
    public async Task Resume_FilesThatWaitForApproval_FailsAndSaysWhatHelps(params string[] more)
    {
        var id = $"undecided{more.Length}";
        using var start = host.BareTerminal();
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, id, $"cat > /dev/null; while [ ! -e '{host.Place(id)}' ]; do sleep 0.05; done; echo line >> progress.txt", "--detach"));
        await AskAsync("guard", "set", id, "--confirm", "progress.txt", "--json");
        await File.WriteAllTextAsync(host.Place(id), "", TestContext.Current.CancellationToken);
        await WaitsAsync(id);
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync(["resume", id, .. more]));
        Assert.Equal($"aidp: {id} ignores it: files wait for approval: approve or deny them.\n", terminal.Error);
        await AskAsync("cancel", id, "--wait", "--json");
    }

    [Fact]
    public async Task Pause_RunThatSomebodyLetsGoOn_EndsItsWait()
    {
        using var start = host.BareTerminal();
        Assert.Equal(ExitCodes.Completed, await host.RunAsync(start, "contested", WaitsFor("contested-go", "echo line >> progress.txt"), "--detach"));
        await Eventually.TrueAsync(async () => (await AskAsync("why", "contested", "--json")).GetProperty("why").GetString()!.StartsWith("agent command", StringComparison.Ordinal));
        using var terminal = host.Terminal();
        var pausing = terminal.RunAsync("pause", "contested", "--wait");
        await Eventually.TrueAsync(() => terminal.Error.Contains("Waiting: agent command since ", StringComparison.Ordinal));

        await AskAsync("resume", "contested", "--json");

        Assert.Equal(ExitCodes.Failed, await pausing);
        Assert.Contains("aidp: Somebody let contested go on before it came to pause.", terminal.Error, StringComparison.Ordinal);
        await AskAsync("cancel", "contested", "--wait", "--json");
    }

    Task WaitsAsync(string id) => Eventually.TrueAsync(async () => (await AskAsync("why", id, "--json")).GetProperty("status").GetString() == "waiting");

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
