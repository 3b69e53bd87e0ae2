using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>A host in the background that was started from another terminal than the run.</summary>
public sealed class EnvironmentTests
{
    [Fact]
    public async Task Run_HostWithAnotherPathAndNothingToDo_MakesWay()
    {
        using var repository = await UserRepository.CreateAsync();
        await ToolAsync(repository);
        (await AidpProcess.RunAsync(["ps", "--state", repository.State])).AssertExit(0);
        try
        {
            var end = await AidpProcess.RunAsync(Run(repository, "one"), Path(repository));

            end.AssertExit(0);
            Assert.Contains("check tool: passed", end.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("note: The host", end.Error, StringComparison.Ordinal);
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    [Fact]
    public async Task Run_HostWithAnotherPathAtWork_SaysWhatTheRunGets()
    {
        using var repository = await UserRepository.CreateAsync();
        await ToolAsync(repository);
        var held = $"until test -e '{repository["go"]}'; do sleep 0.05; done; {UserRepository.Agent}";
        (await AidpProcess.RunAsync(["run", "Wait.", "--id", "held", "--detach", "--repo", repository.Path, "--state", repository.State, "--yes", "--agent-command", held])).AssertExit(0);
        try
        {
            var end = await AidpProcess.RunAsync(Run(repository, "two"), Path(repository));

            end.AssertExit(1);
            Assert.Contains("was started with another value of PATH than there is here, and it is at work.", end.Error, StringComparison.Ordinal);
            Assert.Contains("Check 'tool' cannot start: 'the-tool' was not found.", end.Output, StringComparison.Ordinal);
            await repository.WriteAsync("../go", "");
            (await AidpProcess.RunAsync(["attach", "held", "--state", repository.State])).AssertExit(0);
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    static string[] Run(UserRepository repository, string id) =>
        ["run", "Do it.", "--id", id, "--repo", repository.Path, "--state", repository.State, "--yes", "--agent-command", UserRepository.Agent, "--check", "tool=the-tool"];

    static Dictionary<string, string> Path(UserRepository repository) => new() { ["PATH"] = $"{repository["tools"]}:{Environment.GetEnvironmentVariable("PATH")}" };

    static async Task ToolAsync(UserRepository repository)
    {
        Directory.CreateDirectory(repository["tools"]);
        await repository.WriteAsync("../tools/the-tool", "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(repository["tools/the-tool"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
