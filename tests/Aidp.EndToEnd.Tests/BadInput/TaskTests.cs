using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Tasks that are long, empty, or in another script.</summary>
public sealed class TaskTests
{
    const int Most = 1024 * 1024;

    [Fact]
    public async Task Run_TaskOfAMegabyteFromStandardInput_Completes()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await RunAsync(repository, new string('x', Most), UserRepository.Agent);

        end.AssertExit(0);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    [Fact]
    public async Task Run_TaskOfMore_IsRefusedWithAWayOut()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await RunAsync(repository, new string('x', Most + 1), UserRepository.Agent);

        end.AssertExit(2);
        Assert.Contains("The task has more than 1048576 bytes. Put long material into a file of the repository", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EmptyTask_IsRefused()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await RunAsync(repository, " \n", UserRepository.Agent);

        end.AssertExit(2);
        Assert.Contains("The task is empty: say what is to be done", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TaskInChineseWithEmoji_ReachesTheAgentAsItWasGiven()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await RunAsync(repository, "修复登录页面的错误 🐛，并添加测试 👩‍💻", "cat > prompt.txt; echo 'STATUS: COMPLETE'");

        end.AssertExit(0);
        Assert.Contains("修复登录页面的错误 🐛，并添加测试 👩‍💻", await repository.ResultAsync("prompt.txt"), StringComparison.Ordinal);
    }

    static Task<AidpResult> RunAsync(UserRepository repository, string task, string agent) =>
        AidpProcess.RunAsync(["run", "-", "--repo", repository.Path, "--state", repository.State, "--foreground", "--yes", "--agent-command", agent], input: task);
}
