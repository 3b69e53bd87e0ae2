using System.Text.Json;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Verbs;

public sealed class RunVerbTests : IDisposable
{
    readonly TestFolder _folder = new();
    readonly string _repository;

    public RunVerbTests() => _repository = TestRepository.Create(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_InTheForegroundWithJson_ReportsEveryStateAndItsResult()
    {
        using var terminal = new TestTerminal(_folder);

        var exitCode = await RunAsync(terminal, "--json");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        var lines = terminal.Lines.Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(Enumerable.Range(1, lines.Count - 1), lines[..^1].Select(line => line.GetProperty("sequence").GetInt32()));
        Assert.Equal("DONE", lines[^2].GetProperty("state").GetString());
        Assert.Equal("result", lines[^1].GetProperty("type").GetString());
        Assert.Equal("completed", lines[^1].GetProperty("status").GetString());
        Assert.Equal(2, lines[^1].GetProperty("iterations").GetInt32());
        Assert.Equal("line\nline\n", TestRepository.Git(_repository, "show", "aidp/r1:progress.txt"));
    }

    [Fact]
    public async Task Attach_AfterTheEnd_ShowsTheSame()
    {
        using var first = new TestTerminal(_folder);
        await RunAsync(first, "--json");
        using var second = new TestTerminal(_folder);

        Assert.Equal(ExitCodes.Completed, await second.RunAsync("attach", "r", "--foreground", "--json", "--state", "state"));

        Assert.Equal(first.Out, second.Out);
    }

    [Fact]
    public async Task Run_LinesForPeople_TellOfAgentsAndChecksInTheirOrder()
    {
        using var terminal = new TestTerminal(_folder);

        await RunAsync(terminal);

        var told = terminal.Lines.Select(line => line.Trim().Split("  ")[^1]).ToList();
        var agent = told.FindIndex(line => line.StartsWith("agent command: changed 1 file", StringComparison.Ordinal));
        var check = told.FindIndex(agent, line => line.StartsWith("check lines: failed", StringComparison.Ordinal));
        Assert.True(agent > 0 && check > agent, terminal.Out);
        Assert.Contains("TEST", terminal.Lines[agent + 1], StringComparison.Ordinal);
        Assert.Contains("FAIL", terminal.Lines[check + 1], StringComparison.Ordinal);
        Assert.Contains("aidp diff r1 --state state", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NothingToDo_HasItsOwnExitCode()
    {
        using var terminal = new TestTerminal(_folder);

        var exitCode = await terminal.RunAsync(
            "run", "task", "--repo", _repository, "--agent-command", "cat > /dev/null; echo 'STATUS: COMPLETE'", "--check", "ok=true", "--state", "state", "--foreground", "--id", "r1");

        Assert.True(exitCode == ExitCodes.NoChanges, terminal.Out + terminal.Error);
    }

    [Fact]
    public async Task Run_LimitOfIterationsReached_Fails()
    {
        using var terminal = new TestTerminal(_folder);

        Assert.Equal(ExitCodes.Failed, await RunAsync(terminal, "--max-iterations", "1"));
        Assert.Contains("failed after 1 iteration ", terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WithJson_CompletesAfterThreeIterations()
    {
        using var terminal = new TestTerminal(_folder);

        var exitCode = await terminal.RunAsync("demo", "--json");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        var result = JsonElement.Parse(terminal.Lines[^1]);
        Assert.Equal(3, result.GetProperty("iterations").GetInt32());
        var folder = terminal.Error.Split('\n').Single(line => line.StartsWith("The repository is ", StringComparison.Ordinal))["The repository is ".Length..].Trim();
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public async Task History_OfARunWithCheckpoints_ShowsTheirTrend()
    {
        using var terminal = new TestTerminal(_folder);
        var exitCode = await terminal.RunAsync(
            "run", "task", "--repo", _repository, "--agent-command", TestRepository.Agent, "--check", "lines=test \"$(wc -l < progress.txt)\" -ge 5", "--state", "state", "--foreground", "--id", "r1");
        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        using var history = new TestTerminal(_folder);
        await using var host = await HostProcess.StartAsync(new HostSettings { State = new StateFolder(_folder["state"]) }, terminal.Value, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Completed, await history.RunAsync("history", "r1", "--state", "state"));

        Assert.Equal(
            ["checkpoint: 1 file changed, 1 line added, 0 lines removed, 0 of 1 required checks passed", "checkpoint: 1 file changed, 5 lines added (+4), 0 lines removed, 1 of 1 required checks passed (+1)"],
            history.Lines.Select(line => line.Trim()).Where(line => line.StartsWith("checkpoint", StringComparison.Ordinal)));
    }

    Task<int> RunAsync(TestTerminal terminal, params string[] more) => terminal.RunAsync(
        ["run", "Write two lines", "--repo", _repository, "--agent-command", TestRepository.Agent, "--check", TestRepository.Check, "--state", "state", "--foreground", "--id", "r1", .. more]);
}
