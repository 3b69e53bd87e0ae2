using Aidp.Activities.Artifacts;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Steps;

public sealed class MisbehavingAgentTests : AgentStepFixture
{
    [Fact]
    public async Task Run_AgentThatWritesNothing_IsACompletedCallWithAnEmptyCommit()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, "exit 0");

        Assert.Equal((AgentOutcome.Completed, 0, null, false), (result.Outcome, result.FilesChanged, result.FinalMessage, result.SaysComplete));
        Assert.NotEqual(workspace.Commit, result.Workspace.Commit);
        Assert.Equal(1, JournalLength());
    }

    [Fact]
    public async Task Run_AgentThatHangs_IsEndedAndItsFilesAreKept()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(await InputAsync(workspace, Command("echo half > file; (setsid sleep 1000 &); sleep 1000") with { Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal((AgentOutcome.Timeout, 1), (result.Outcome, result.FilesChanged));
        Assert.Contains("'timeout'", result.Error, StringComparison.Ordinal);
        await NothingRunsAsync();
    }

    [Fact]
    public async Task Run_AgentThatFallsSilent_IsAnIdleTimeout()
    {
        var result = await CallAsync(await InputAsync(await StartAsync(), Command("echo a; echo half > file; sleep 1000") with { IdleTimeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal((AgentOutcome.IdleTimeout, 1), (result.Outcome, result.FilesChanged));
    }

    [Fact]
    public async Task Run_AgentThatPrints100Megabytes_KeepsABoundedTranscriptAndTheMessage()
    {
        var result = await CallAsync(await StartAsync(), "head -c 100000000 /dev/zero | tr '\\0' 'x'; yes line | head -n 100000; echo; echo 'STATUS: COMPLETE'");

        Assert.Equal((AgentOutcome.Completed, true), (result.Outcome, result.SaysComplete));
        var range = await Artifacts.ReadRangeAsync(ArtifactName.Parse(result.Transcript!), 0, 1, Stop);
        Assert.InRange(range!.TotalBytes, 60 << 20, 80 << 20);
        Assert.InRange(result.FinalMessage!.Bytes, 1, 1 << 20);
    }

    [Theory]
    [InlineData("exit 137", AgentOutcome.Transient)]
    [InlineData("kill -9 $$", AgentOutcome.Transient)]
    [InlineData("echo 'quota exceeded'; exit 1", AgentOutcome.Permanent)]
    [InlineData("echo '401 Unauthorized' >&2; exit 1", AgentOutcome.AuthExpired)]
    [InlineData("no-such-program-here", AgentOutcome.NotInstalled)]
    public async Task Run_AgentThatFails_IsAResultThatSaysWhy(string script, AgentOutcome expected)
    {
        var result = await CallAsync(await StartAsync(), $"echo half > file; {script}");

        Assert.Equal((expected, 1), (result.Outcome, result.FilesChanged));
        Assert.NotNull(result.Error);
    }

    [Fact]
    public async Task Run_AgentThatDeletesTheWorktree_RestoresIt()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, "rm -rf \"$PWD\"; echo gone");

        Assert.Equal((AgentOutcome.Completed, 0), (result.Outcome, result.FilesChanged));
        Assert.Contains(result.Notices, notice => notice.Contains("restored", StringComparison.Ordinal));
        Assert.Equal(["readme.md"], await FilesAsync(workspace, result.Workspace.Commit));
    }

    [Theory]
    [InlineData("echo new > new; git add -A; git commit -qm mine", "new,readme.md")]
    [InlineData("echo new > new; git add -A; git commit -qm mine; git checkout -q --detach HEAD~0; git branch -D aidp/task", "new,readme.md")]
    [InlineData("echo new > new; git reset -q --hard HEAD; git stash -u", "readme.md")]
    [InlineData("git config core.hooksPath x; git config core.worktree /; rm -rf .git; echo new > new", "new,readme.md")]
    public async Task Run_AgentThatUsesGitItself_CountsByItsFiles(string script, string files)
    {
        var (workspace, before) = (await StartAsync(), User.Head);

        var result = await CallAsync(workspace, script);

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.Equal(files.Split(','), await FilesAsync(workspace, result.Workspace.Commit));
        Assert.Equal((1, before, ""), (JournalLength(), User.Head, User.Git("status", "--porcelain")));
    }

    [Fact]
    public async Task Run_AgentThatLeavesProcessesBehind_EndsThem()
    {
        var result = await CallAsync(await StartAsync(), "(setsid sh -c 'sleep 1000 & sleep 1000' >/dev/null 2>&1 &); sleep 1000 >/dev/null 2>&1 & echo done");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        await NothingRunsAsync();
    }

    [Fact]
    public async Task Run_AgentThatMakesNestedRepositoriesAndLinks_KeepsFilesAndFollowsNoLink()
    {
        var workspace = await StartAsync();
        await File.WriteAllTextAsync(Folder["outside"], "mine", Stop);

        var result = await CallAsync(workspace, $"git init -q sub; echo x > sub/file; git -C sub add -A; git -C sub -c user.name=a -c user.email=b commit -qm c; ln -s {Folder["outside"]} link; ln -s / root");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.Equal(["link", "readme.md", "root", "sub/file"], await FilesAsync(workspace, result.Workspace.Commit));
        Assert.Equal("mine", await File.ReadAllTextAsync(Folder["outside"], Stop));
    }

    [Fact]
    public async Task Run_AgentThatWritesWhatGitRefuses_KeepsEverythingElseAndSaysSo()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(workspace, "mkdir .GIT; echo x > .GIT/x; printf 'wide* working-tree-encoding=UTF-16\n' > .gitattributes; echo plain > wide1; echo plain > wide2; for i in 1 2 3 4 5; do echo $i > good$i; done; rm readme.md");

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.Equal([".gitattributes", "good1", "good2", "good3", "good4", "good5"], await FilesAsync(workspace, result.Workspace.Commit));
        Assert.Contains(result.Notices, notice => notice.Contains("'.GIT/x', 'wide1', 'wide2'", StringComparison.Ordinal));
        var next = await CallAsync(await InputAsync(result.Workspace, Command("echo more > good1; ls -A | tr '\\n' ' '"), step: 3));
        Assert.Equal((AgentOutcome.Completed, 1), (next.Outcome, next.FilesChanged));
    }
}
