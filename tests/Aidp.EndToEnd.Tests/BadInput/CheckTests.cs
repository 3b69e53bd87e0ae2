namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Checks that hang and checks that are not there.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task Run_CheckThatDoesNotExist_SaysSoBeforeTheAgentIsCalled()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent-command", $"touch '{repository["called"]}'", "--check", "test=no-such-tool --all");

        end.AssertExit(1);
        Assert.Contains("Check 'test' cannot start: 'no-such-tool' was not found. Install it", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(repository["called"]));
    }

    [Fact]
    public async Task Run_CheckThatHangs_IsEndedAfterItsTimeout()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.CommitAsync("aidp.yml", "checks:\n- name: slow\n  run: test -f work.txt || sleep 1000\n  timeout: 1s\n");

        var end = await repository.RunAsync("--agent-command", UserRepository.Agent);

        end.AssertExit(0);
        Assert.Contains("check slow: timed_out", end.Output, StringComparison.Ordinal);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }
}
