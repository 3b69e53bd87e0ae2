using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Agents that are not there, and agents that do what they should not.</summary>
public sealed class AgentTests
{
    [Fact]
    public async Task Run_UnknownAgent_NamesTheOneThatMayBeMeant()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent", "cluade");

        end.AssertExit(2);
        Assert.Contains("There is no agent 'cluade'. Did you mean 'claude'? Known are claude, codex,", end.Error, StringComparison.Ordinal);
        Assert.Empty(await repository.BranchesAsync());
    }

    [Fact]
    public async Task Run_FailureThatWouldSteerTheTerminal_IsShownPlain()
    {
        using var repository = await UserRepository.CreateAsync();
        try
        {
            var end = await repository.RunAsync("--id", "r", "--max-iterations", "1", "--agent-command", @"printf '\033]0;x\007\033[31mbroken\033[0m\n' >&2; exit 1");
            var history = await AidpProcess.RunAsync(["history", "r", "--state", repository.State]);

            end.AssertExit(1);
            history.AssertExit(0);
            Assert.Contains("failed with exit code 1: broken.", end.Output, StringComparison.Ordinal);
            Assert.Contains("failed with exit code 1: broken.", history.Output, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', end.Output + end.Error + history.Output);
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    [Fact]
    public async Task Run_AgentThatIsNotInstalled_SaysHowToInstallIt()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.CommitAsync("aidp.yml", $"agents:\n- name: codex\n  executable: {repository["codex"]}\n");

        var end = await repository.RunAsync();

        end.AssertExit(2);
        Assert.Contains(repository["codex"], end.Error, StringComparison.Ordinal);
        Assert.Contains("Install it with: npm install -g @openai/codex", end.Error, StringComparison.Ordinal);
        Assert.Empty(await repository.BranchesAsync());
    }

    [Fact]
    public async Task Run_AgentThatIsNotLoggedIn_SaysHowToLogIn()
    {
        using var repository = await UserRepository.CreateAsync();
        await File.WriteAllTextAsync(repository["codex"], "#!/bin/sh\n[ \"$1\" = --version ] && echo 'codex-cli 0.50.0'\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(repository["codex"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await repository.CommitAsync("aidp.yml", $"agents:\n- name: codex\n  executable: {repository["codex"]}\n");

        var end = await AidpProcess.RunAsync(repository.Arguments(), new Dictionary<string, string> { ["OPENAI_API_KEY"] = "", ["CODEX_API_KEY"] = "" });

        end.AssertExit(4);
        Assert.Contains("The agent 'codex' is not logged in.", end.Error, StringComparison.Ordinal);
        Assert.Contains("codex login", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git add -A; git commit -qm mine")]
    [InlineData("git add -A; git commit -qm mine; git checkout -q --detach; git branch -f main")]
    [InlineData("git reset -q --hard; echo work > work.txt; rm -rf .git")]
    [InlineData("head -c 100000000 /dev/zero | tr '\\0' x")]
    public async Task Run_AgentThatDoesMoreThanItShould_CountsByItsFiles(string more)
    {
        using var repository = await UserRepository.CreateAsync();
        var before = await repository.LookAsync();

        var end = await repository.RunAsync("--agent-command", $"cat > /dev/null; echo work > work.txt; {more}; echo; echo 'STATUS: COMPLETE'");

        end.AssertExit(0);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
        Assert.Equal(before, await repository.LookAsync());

        // A transcript keeps 64 MiB at most, however much is printed.
        Assert.InRange(Directory.EnumerateFiles(repository.State, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 80_000_000);
    }

    [Fact]
    public async Task Run_AgentThatLeavesAProcessBehind_EndsIt()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent-command", $"setsid sleep 1000 & {UserRepository.Agent}");

        end.AssertExit(0);
        Assert.Empty(ProcessList.In(repository.State));
    }

    [Fact]
    public async Task Run_AgentThatIsKilled_IsCalledAgain()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent-command", $"if mkdir '{repository["killed"]}'; then kill -9 $$; fi; {UserRepository.Agent}");

        end.AssertExit(0);
        Assert.Contains("exit code 137", end.Output, StringComparison.Ordinal);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    [Theory]
    [InlineData("timeout: 2s", "timeout: ")]
    [InlineData("idle_timeout: 2s", "idle_timeout: ")]
    public async Task Run_AgentThatHangs_IsEndedAndTheNextIterationGoesOn(string limit, string outcome)
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.WriteAsync("agent.sh", $"if mkdir '{repository["hung"]}'; then sleep 1000; fi; {UserRepository.Agent}\n");
        await repository.CommitAsync("aidp.yml", $"agents:\n- name: command\n  command: sh agent.sh\n  {limit}\n");

        var end = await repository.RunAsync();

        end.AssertExit(0);
        Assert.Contains(outcome, end.Output, StringComparison.Ordinal);
        Assert.Empty(ProcessList.In(repository.State));
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    [Fact]
    public async Task Run_AgentThatDeletesItsWorktree_GoesOnInANewOne()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent-command", $"if mkdir '{repository["deleted"]}'; then rm -rf \"$PWD\"; exit; fi; {UserRepository.Agent}");

        end.AssertExit(0);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
        Assert.Equal("Hello", await repository.ResultAsync("readme.md"));
    }

    [Fact]
    public async Task Run_AgentThatWritesNothing_EndsAsNoChanges()
    {
        using var repository = await UserRepository.CreateAsync();

        var end = await repository.RunAsync("--agent-command", "cat > /dev/null; echo 'STATUS: COMPLETE'", "--check", "test=true", "--json");

        end.AssertExit(3);
        Assert.Equal("no_changes", end.Result.GetProperty("status").GetString());
    }
}
