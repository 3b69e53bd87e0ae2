using Aidp.Activities.Activities;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Tests.Checks;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Activities.Tests.Steps;

public sealed class ExecuteAgentTests : AgentStepFixture
{
    [Fact]
    public async Task Run_AgentThatWorks_CommitsItsFilesAndKeepsWhatItSaid()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, """
            cat > prompt; echo "$AIDP_RUN $AIDP_ITERATION" >> readme.md; env | grep -c '^AIDP_STATE' > state
            echo "I did it."; echo "STATUS: COMPLETE"; echo 'File task: "more tests" priority: low'
            """);

        Assert.Equal((AgentOutcome.Completed, true, 3, null), (result.Outcome, result.SaysComplete, result.FilesChanged, result.Error));
        Assert.Equal(["more tests"], result.Tasks.Select(task => task.Text));
        Assert.Equal(["prompt", "readme.md", "state"], await FilesAsync(workspace, result.Workspace.Commit));
        Assert.Equal(await TextAsync(result.Prompt), UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":prompt") + "\n");
        Assert.Contains("Do it.", await TextAsync(result.Prompt), StringComparison.Ordinal);
        Assert.EndsWith("r1 1", UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":readme.md"), StringComparison.Ordinal);
        Assert.Equal("0", UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":state"));
        Assert.StartsWith("I did it.\nSTATUS: COMPLETE", await TextAsync(result.FinalMessage), StringComparison.Ordinal);
        Assert.Equal("I did it.", result.FinalMessage!.Preview);
        Assert.Contains("I did it.", await TextAsync(result.Transcript), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Twice_CallsTheAgentOnceAndReturnsTheSame()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo call >> {Calls}; date +%N > file; echo done"));

        var (first, second) = (await CallAsync(input), await CallAsync(input));

        Assert.Equal(first with { Notices = [], Tasks = [] }, second with { Notices = [], Tasks = [] });
        Assert.Equal(["call"], await File.ReadAllLinesAsync(Calls, Stop));
        Assert.Equal(1, JournalLength());
        Assert.False(Directory.Exists(Path.Combine(State.Step("r1", 2), "record")));
    }

    [Fact]
    public async Task Run_DiskThatFillsWhileTheAgentRuns_KeepsTheCallAndItsFiles()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo call >> {Calls}; echo new > file; echo 'I did it.'"));
        using (var stop = new BoundaryStop())
        {
            await stop.AtAsync("agent.after", () => CallAsync(input));
        }

        await using var full = Host(new ArtifactLimits { MinimumFreeBytes = long.MaxValue });
        var result = await full.GetRequiredService<ExecuteAgent>().RunAsync(input, Client, Stop);

        Assert.Equal((AgentOutcome.Completed, 1, "I did it."), (result.Outcome, result.FilesChanged, result.FinalMessage?.Preview));
        Assert.Contains(result.Notices, notice => notice.Contains("final message", StringComparison.Ordinal) && notice.Contains("artifacts.min_free", StringComparison.Ordinal));
        Assert.Equal(["file", "readme.md"], await FilesAsync(input.Workspace, result.Workspace.Commit));
        Assert.Equal(["call"], await File.ReadAllLinesAsync(Calls, Stop));
    }

    [Fact]
    public async Task Run_StoreThatIsAwayAfterTheCall_KeepsTheCallAndItsFiles()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo call >> {Calls}; echo new > file; echo 'STATUS: COMPLETE'"));
        using (var stop = new BoundaryStop())
        {
            await stop.AtAsync("agent.after", () => CallAsync(input));
        }

        Directory.Delete(Folder["state/artifacts/runs/r1/1"], recursive: true);
        await File.WriteAllTextAsync(Folder["state/artifacts/runs/r1/1"], "in the way", Stop);
        var result = await CallAsync(input);

        Assert.Equal((AgentOutcome.Completed, 1, false, "STATUS: COMPLETE"), (result.Outcome, result.FilesChanged, result.SaysComplete, result.FinalMessage?.Preview));
        Assert.Contains(result.Notices, notice => notice.Contains("was not kept", StringComparison.Ordinal));
        Assert.Equal(["call"], await File.ReadAllLinesAsync(Calls, Stop));
        Assert.Equal(1, JournalLength());
    }

    [Fact]
    public async Task Run_HostThatDiedOnceTheOutcomeWasRecorded_LeavesNothingThatTheAgentSaidAsItWas()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo call >> {Calls}; echo done"));
        using (var stop = new BoundaryStop())
        {
            await stop.AtAsync("step.outcome.after", () => CallAsync(input));
        }

        var result = await CallAsync(input);

        Assert.Equal((AgentOutcome.Completed, "done"), (result.Outcome, result.FinalMessage?.Preview));
        Assert.Equal(["call"], await File.ReadAllLinesAsync(Calls, Stop));
        Assert.False(Directory.Exists(Path.Combine(State.Step("r1", 2), "record")));
    }

    [Fact]
    public async Task Run_InstructionsBehindALink_AreReadThroughIt()
    {
        User.Write("docs/agents.md", "Use spaces.\n");
        File.CreateSymbolicLink(Path.Combine(User.Path, "AGENTS.md"), "docs/agents.md");
        User.Commit("Add instructions");

        var prompt = await TextAsync((await CallAsync(await StartAsync(), "cat > /dev/null")).Prompt);

        Assert.Contains("# The repository's instructions\n\n````text\nUse spaces.\n````", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InstructionsBehindALinkThatLeadsOutOfTheRepository_AreNone()
    {
        File.CreateSymbolicLink(Path.Combine(User.Path, "AGENTS.md"), "../../etc/hostname");
        User.Write("CLAUDE.md", "Use tabs.\n").Commit("Add instructions");

        var prompt = await TextAsync((await CallAsync(await StartAsync(), "cat > /dev/null")).Prompt);

        Assert.Contains("# The repository's instructions\n\n````text\nUse tabs.\n````", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("hostname", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AgentThatIsNotInstalled_SaysHowToInstallIt()
    {
        var result = await CallAsync(await InputAsync(await StartAsync(), new AgentSettings { Name = "claude", Executable = "claude-is-not-here" }));

        Assert.Equal((AgentOutcome.NotInstalled, 0), (result.Outcome, result.Usage.CallsOfUnknownCost));
        Assert.Contains("npm install -g @anthropic-ai/claude-code", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownAgent_NamesTheKnownOnes()
    {
        var input = await InputAsync(await StartAsync(), new AgentSettings { Name = "clade" });

        Assert.Contains("claude, codex, command, demo", (await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(input))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SecretOfTheEnvironment_StaysOutOfEverythingThatIsKept()
    {
        var name = $"AGENT_TOKEN_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(name, "very-secret-value");

        var result = await CallAsync(await InputAsync(await StartAsync(), Command($"echo \"token: ${name}\"; echo \"${name}\" >&2; exit 3") with { Environment = [name] }));

        Assert.Equal("token: ***\n", await TextAsync(result.Transcript));
        Assert.Equal("token: ***", await TextAsync(result.FinalMessage));
        Assert.DoesNotContain("very-secret-value", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Folder["state"], "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("very-secret-value", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SecretOfTwoLines_StaysOutOfTheFinalMessage()
    {
        var name = $"AGENT_AUTH_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(name, "very-secret\nsecond-line");

        var result = await CallAsync(await InputAsync(await StartAsync(), Command($"echo \"token: ${name}\"; echo STATUS: COMPLETE") with { Environment = [name] }));

        Assert.Equal((AgentOutcome.Completed, true), (result.Outcome, result.SaysComplete));
        Assert.StartsWith("token: ***", await TextAsync(result.FinalMessage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TaskOfAMegabyte_IsWholeInAFileThatTheAgentCanRead()
    {
        var task = string.Concat(Enumerable.Repeat("请修复这个解析器 🙂\n", 40_000));

        var result = await CallAsync(await InputAsync(await StartAsync(), Command("cat > /dev/null; cp .git/aidp-task.md copy; echo done"), task: task));

        Assert.Equal(1, result.FilesChanged);
        Assert.Equal(task.TrimEnd(), UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":copy").TrimEnd());
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(await TextAsync(result.Prompt)), 10_000, 60 * 1024);
    }

    [Fact]
    public async Task Run_InstructionThatIsTooLongForThePrompt_IsWholeInAFileThatTheAgentCanRead()
    {
        var instruction = string.Concat(Enumerable.Repeat("and this too\n", 2_500));
        var text = await Artifacts.WriteTextAsync(ArtifactName.Of("r1", 0, "instruction.md"), instruction, Stop);
        var input = await InputAsync(await StartAsync(), Command("cat > /dev/null; cp .git/aidp-instructions.md copy; echo done"));

        var result = await CallAsync(input with { Prompt = input.Prompt with { Instructions = [new Instruction { Sequence = 1, Type = "user_input", Priority = "high", Text = text }] } });

        Assert.Equal((AgentOutcome.Completed, 1), (result.Outcome, result.FilesChanged));
        Assert.Equal(2_500, UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":copy").Split("and this too").Length - 1);
        Assert.Contains(".git/aidp-instructions.md", await TextAsync(result.Prompt), StringComparison.Ordinal);
    }
}
