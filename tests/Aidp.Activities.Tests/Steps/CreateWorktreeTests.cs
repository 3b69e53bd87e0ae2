using Aidp.Activities.Activities;
using Aidp.Activities.Tests.Processes;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Steps;

public sealed class CreateWorktreeTests : ActivityFixture
{
    CreateWorktreeInput Input(SetupSettings? setup = null, string? commit = null) => new()
    {
        Step = Step(1, 0),
        Repository = new RepositorySource { Location = User.Path, BaseCommit = commit ?? User.Head },
        Slug = "task",
        Setup = setup ?? new SetupSettings(),
    };

    Task<CreateWorktreeResult> MakeAsync(CreateWorktreeInput input) => Activity<CreateWorktree>().RunAsync(input, Client, Stop);

    string InWorktree(string file) => Path.Combine(State.Worktree("r1"), file);

    [Fact]
    public async Task Run_Twice_GivesTheSameWorktreeAndSetsUpOnce()
    {
        User.WithCommit();
        var log = Folder["setup"];
        var input = Input(new SetupSettings { Commands = [$"echo one >> {log}", $"echo two >> {log}; echo x > readme.md"] });

        var (first, second) = (await MakeAsync(input), await MakeAsync(input));

        Assert.Equal((null, User.Head), (first.Error, first.Workspace!.Commit));
        Assert.Equal(first.Workspace, second.Workspace);
        Assert.Equal(["one", "two"], await File.ReadAllLinesAsync(log, Stop));
        Assert.Equal("hello\n", await File.ReadAllTextAsync(InWorktree("readme.md"), Stop));
    }

    [Fact]
    public async Task Run_WorktreeThatIsGone_IsSetUpAgain()
    {
        User.WithCommit();
        var log = Folder["setup"];
        var input = Input(new SetupSettings { Commands = [$"echo one >> {log}"] });
        await MakeAsync(input);
        await Activity<RemoveWorktree>().RunAsync(new RemoveWorktreeInput { Step = Step(2), Workspace = (await MakeAsync(input)).Workspace! }, Stop);

        await MakeAsync(input);

        Assert.Equal(["one", "one"], await File.ReadAllLinesAsync(log, Stop));
    }

    [Fact]
    public async Task Run_CopyGlobs_CopyIgnoredFilesAndNothingElse()
    {
        User.WithCommit().Write(".gitignore", ".env*\nlocal/\n").Commit("Ignore").Write(".env", "A=1").Write("local/deep/a.json", "{}").Write("local/b.txt", "b").Write("untracked.json", "no");
        File.CreateSymbolicLink(Path.Combine(User.Path, ".env.link"), "/etc/hostname");

        var result = await MakeAsync(Input(new SetupSettings { Copy = [".env*", "local/**/*.json", "*.json"] }));

        Assert.Null(result.Error);
        Assert.Equal("A=1", await File.ReadAllTextAsync(InWorktree(".env"), Stop));
        Assert.True(File.Exists(InWorktree("local/deep/a.json")));
        Assert.False(File.Exists(InWorktree("local/b.txt")) || File.Exists(InWorktree("untracked.json")) || File.Exists(InWorktree(".env.link")));
        Assert.Contains(result.Notices, notice => notice.Contains("'.env.link' was not copied", StringComparison.Ordinal));
        Assert.Contains(result.Notices, notice => notice.Contains("Uncommitted changes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SetupCommandThatFails_SaysWhatItSaid()
    {
        User.WithCommit();

        var result = await MakeAsync(Input(new SetupSettings { Commands = ["echo no such package >&2; exit 4"] }));

        Assert.Null(result.Workspace);
        Assert.Contains("exit code 4", result.Error, StringComparison.Ordinal);
        Assert.Contains("no such package", result.Error, StringComparison.Ordinal);
        Assert.Contains("no such package", await TextAsync("runs/r1/0/setup-1.log"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(State.Worktree("r1")));
    }

    [Fact]
    public async Task Run_SetupThatIsCancelled_LeavesNoWorktree()
    {
        User.WithCommit();
        Instance = Seen(Embedded.DurableTask.Client.OrchestrationRuntimeStatus.Terminated);

        var result = await MakeAsync(Input(new SetupSettings { Commands = ["true"] }));

        Assert.Contains("was cancelled", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State.Worktree("r1")));
    }

    [Fact]
    public async Task Run_SetupCommandThatPrintsASecretOfTheHost_SaysItNowhere()
    {
        User.WithCommit();
        Environment.SetEnvironmentVariable($"SETUP_TOKEN_{Guid.NewGuid():n}", "secret-of-setup");

        var result = await MakeAsync(Input(new SetupSettings { Commands = ["printf 'secret-of-%s\\n' setup; exit 4"] }));

        Assert.Contains("It said: ***", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SetupThatHangs_IsEnded()
    {
        User.WithCommit();

        var result = await MakeAsync(Input(new SetupSettings { Commands = ["(setsid sleep 1000 &); sleep 1000"], Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Contains("setup.timeout", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SetupThatWasInterrupted_IsDoneAgainOnCleanFiles()
    {
        User.WithCommit();
        var log = Folder["setup"];
        var input = Input(new SetupSettings { Commands = [$"ls >> {log}; echo x > half; [ $(grep -c readme {log}) -gt 1 ] || sleep 1000"] });
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var made = Activity<CreateWorktree>().RunAsync(input, Client, stop.Token);
            await Eventually.TrueAsync(() => File.Exists(InWorktree("half")), "setup runs");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => made);
        }

        var result = await MakeAsync(input);

        Assert.Null(result.Error);
        Assert.Equal(["readme.md", "readme.md"], await File.ReadAllLinesAsync(log, Stop));
        Assert.Contains(result.Notices, notice => notice.Contains("refs/aidp/salvage/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_RepositoryWithoutACommit_SaysWhatToDo()
    {
        User.Init();

        var result = await MakeAsync(Input(commit: new string('0', 40)));

        Assert.Contains("git commit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CommitThatIsGone_SaysSo()
    {
        User.WithCommit();

        var result = await MakeAsync(Input(commit: new string('1', 40)));

        Assert.Contains("has no commit", result.Error, StringComparison.Ordinal);
    }
}
