using System.Diagnostics;
using Aidp.Cli.Hosting;
using Aidp.Cli.State;
using Aidp.Cli.Tests.Running;
using Aidp.Functions.Api;

namespace Aidp.Cli.Tests.Verbs;

public sealed class BackgroundTests : IDisposable
{
    readonly TestFolder _folder = new();
    readonly StateFolder _state;

    public BackgroundTests() => _state = new StateFolder(_folder["state"]);

    public void Dispose()
    {
        if (HostRecord.Read(_state) is { } record && Find(record.ProcessId) is { } host)
        {
            using (host)
            {
                host.Kill();
                host.WaitForExit();
            }
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Run_DetachedAndItsHostKilled_GoesOnWithTheNextVerb()
    {
        var repository = TestRepository.Create(_folder);
        using var start = new TestTerminal(_folder);
        var exitCode = await start.RunAsync(
            "run", "Write two lines", "--repo", repository, "--agent-command", TestRepository.Agent, "--check", TestRepository.Check, "--state", "state", "--detach", "--id", "bg");
        Assert.True(exitCode == ExitCodes.Completed, start.Out + start.Error);
        Assert.Equal("bg", start.Out.Trim());
        var first = HostRecord.Read(_state)!;
        using (var host = Process.GetProcessById(first.ProcessId))
        {
            host.Kill();
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var attach = new TestTerminal(_folder);

        exitCode = await attach.RunAsync("attach", "bg", "--state", "state");
        Assert.True(exitCode == ExitCodes.Completed, attach.Out + attach.Error);
        Assert.NotEqual(first.ProcessId, HostRecord.Read(_state)!.ProcessId);
    }

    [Fact]
    public async Task Verb_HostOfAnotherVersionThatHasNothingToDo_MakesWay()
    {
        await OtherVersion.Create(_folder).RunAsync("ps", "--state", _state.Path);
        var before = HostRecord.Read(_state)!;
        Assert.Equal(OtherVersion.Text, before.Version);
        using var terminal = new TestTerminal(_folder);

        var exitCode = await terminal.RunAsync("ps", "--state", "state");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Error);
        Assert.Equal(HealthView.ThisVersion, HostRecord.Read(_state)!.Version);
        Assert.NotEqual(before.ProcessId, HostRecord.Read(_state)!.ProcessId);
    }

    [Fact]
    public async Task Verb_HostOfAnotherVersionAtWork_IsNamedAndGoesOn()
    {
        await OtherVersion.Create(_folder).RunAsync(
            "run", "Wait", "--repo", TestRepository.Create(_folder), "--agent-command", "sleep 300", "--check", TestRepository.Check, "--state", _state.Path, "--detach");
        var before = HostRecord.Read(_state)!;
        using var terminal = new TestTerminal(_folder);

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("ps", "--state", "state"));
        Assert.Contains($"is Aidp {OtherVersion.Text}", terminal.Error, StringComparison.Ordinal);
        Assert.Contains($"`kill {before.ProcessId}`", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(before, HostRecord.Read(_state));
        Find(before.ProcessId)!.Dispose();
    }

    [Fact]
    public async Task Serve_FolderThatAHostOwns_IsRefusedAndNamesIt()
    {
        using var terminal = new TestTerminal(_folder);
        await using var host = await HostProcess.StartAsync(new HostSettings { State = _state }, terminal.Value, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("serve", "--port", "0", "--state", "state"));
        Assert.Contains($"process {Environment.ProcessId}", terminal.Error, StringComparison.Ordinal);

        // This process is not one to be killed by the clean-up.
        File.Delete(_state.HostFile);
    }

    [Fact]
    public async Task Serve_RequestWithoutAKey_IsAnsweredOverTheSocketOnly()
    {
        using var terminal = new TestTerminal(_folder);
        await using var host = await HostProcess.StartAsync(new HostSettings { State = _state, Port = 0 }, terminal.Value, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = host.Record.Url };

        Assert.Equal(ExitCodes.Completed, await terminal.RunAsync("ps", "--json", "--state", "state"));
        Assert.Equal("[]", terminal.Out.Trim());
        Assert.Equal(401, await StatusAsync(http));
        http.DefaultRequestHeaders.Add("x-aidp-key", (await File.ReadAllTextAsync(_state.KeyFile, TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(200, await StatusAsync(http));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_state.KeyFile));
        http.DefaultRequestHeaders.Host = "aidp.example";
        Assert.Equal(400, await StatusAsync(http));
        File.Delete(_state.HostFile);
    }

    static async Task<int> StatusAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("api/runs", UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    static Process? Find(int process)
    {
        try
        {
            return process == Environment.ProcessId ? null : Process.GetProcessById(process);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
