using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Steps;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Confinement;

/// <summary>An agent that tries to get at what is not its business.</summary>
public sealed class ConfinedAgentTests : AgentStepFixture
{
    [Fact]
    public async Task Run_AgentThatLooksForTheHostsFiles_FindsItsWorktreeAlone()
    {
        await RealSandbox.RequireAsync();
        var workspace = await StartAsync();
        var state = Folder["state"];
        await File.WriteAllTextAsync(Path.Combine(state, "host.key"), "key-of-the-host", Stop);

        var result = await CallAsync(workspace, $"find {state} -mindepth 1 -not -path \"$PWD/*\" -not -path '*/objects/*' | sort; cat {state}/host.key; echo x > {state}/mine; cat /proc/[0-9]*/root{state}/host.key");

        var message = await SaidAsync(result);
        Assert.Equal(
            [Path.Combine(state, "repositories"), State.Repository(User.Path), Path.Combine(State.Repository(User.Path), "objects"), Path.Combine(state, "worktrees"), State.Worktree("r1")],
            message.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("key-of-the-host", message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(state, "mine")));
    }

    [Theory]
    [InlineData("umount STATE && cat STATE/host.key")]
    [InlineData("mount --bind / /mnt && cat /mnt/STATE/host.key")]
    [InlineData("unshare --user --map-root-user --mount sh -c 'umount STATE; cat STATE/host.key'")]
    [InlineData("for d in /dev/*; do [ -b $d ] && echo key-of-the-host; done")]
    public async Task Run_AgentThatUndoesItsSandbox_CannotEvenAsRoot(string script)
    {
        await RealSandbox.RequireAsync();
        var workspace = await StartAsync();
        await File.WriteAllTextAsync(Folder["state/host.key"], "key-of-the-host", Stop);

        var result = await CallAsync(workspace, script.Replace("STATE", Folder["state"], StringComparison.Ordinal) + "; true");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.DoesNotContain("key-of-the-host", await SaidAsync(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AgentThatLooksForOtherProcesses_SeesItsOwnAlone()
    {
        await RealSandbox.RequireAsync();
        var host = Environment.ProcessId;

        var result = await CallAsync(await StartAsync(), $"[ -e /proc/{host} ] && echo seen; kill -0 {host} && echo reached; cat /proc/1/comm; true");

        Assert.Equal("bwrap", (await SaidAsync(result)).Trim());
    }

    [Fact]
    public async Task Run_AgentThatWritesToTheUsersRepository_CannotAndItStaysAsItWas()
    {
        await RealSandbox.RequireAsync();
        var workspace = await StartAsync();
        var before = User.Fingerprint();

        var result = await CallAsync(workspace, $"cd \"{User.Path}\"; echo x > readme.md; rm -rf .git *; git commit --allow-empty -m mine; cat readme.md; cd - > /dev/null; echo new > new");

        Assert.Equal((AgentOutcome.Completed, 1), (result.Outcome, result.FilesChanged));
        Assert.Equal("hello", (await SaidAsync(result)).Trim());
        Assert.Equal(before, User.Fingerprint());
    }

    [Fact]
    public async Task Run_AgentThatUsesGitInItsWorktree_HasAllOfIt()
    {
        await RealSandbox.RequireAsync();
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, "echo new > new; git add -A && git commit -qm mine && git log --format=%s && git show HEAD~1:readme.md && git fsck --strict");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.StartsWith("mine\nFirst commit\nhello", await SaidAsync(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AgentThatLooksForFilesOfAnotherLaunch_FindsNone()
    {
        await RealSandbox.RequireAsync();
        var workspace = await StartAsync();
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var other = Activity<ProcessRunner>().RunSupervisedAsync(
            new ProcessCommand
            {
                Executable = "cat",
                WorkingDirectory = "/",
                Environment = ProcessEnvironment.Create(),
                Input = StandardInput.Text("what-another-program-reads"),
                Timeout = TimeSpan.FromMinutes(5),
                BeforeStart = (_, _) =>
                {
                    begun.SetResult();
                    return end.Task;
                },
            },
            Stop);
        await begun.Task;

        var result = await CallAsync(workspace, $"grep -ls -d skip what-another-program-reads {Path.GetTempPath()}aidp-* {State.Launches}/*; echo looked");
        end.SetResult();

        Assert.Equal("what-another-program-reads", (await other).Output.Tail);
        Assert.Equal("looked", (await SaidAsync(result)).Trim());
        Assert.Empty(Directory.EnumerateFiles(State.Launches));
    }

    async Task<string> SaidAsync(ExecuteAgentResult result) => result.FinalMessage is { } message ? await TextAsync(message) : "";
}
