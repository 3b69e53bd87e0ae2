using Aidp.Activities.Activities;
using Aidp.Activities.Guard;
using Aidp.Activities.Tests.Steps;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Guard;

public sealed class EnforceGuardTests : ActivityFixture
{
    public EnforceGuardTests() => User.Init().Write("readme.md", "hello\n").Write("vendor/lib.js", "lib\n").Write("package.json", "{}\n").Commit("Base");

    [Fact]
    public async Task ExecuteAgent_WhatIsForbidden_IsInItsResultAndItsArtifact()
    {
        var workspace = await StartAsync();

        var result = await CallAsync(await InputAsync(workspace, Command("cat > /dev/null; echo x > vendor/new.js; echo x > package.json; mkdir .claude; echo x > .claude/settings.json")) with { Guard = Policy });

        var guard = result.Guard!;
        Assert.Equal((result.Workspace.Commit, 2), (guard.Commit, guard.ViolationCount));
        Assert.Equal([("protected", ".claude/settings.json"), ("exclude", "vendor/new.js")], guard.Violations.Select(violation => (violation.Rule, violation.File)));
        Assert.Equal(["package.json"], guard.Awaiting);
        var record = System.Text.Json.JsonSerializer.Deserialize<GuardRecord>(await TextAsync(guard.Artifact), GuardRecord.Json)!;
        Assert.Equal((new AwaitingFile("package.json", "changed", 1, 1), 2), (Assert.Single(record.Awaiting), record.Violations.Count));
    }

    [Fact]
    public async Task ExecuteAgent_OrdinaryChangeWithoutPolicy_HasNoFindings() =>
        Assert.Null((await CallAsync(await StartAsync(), "cat > /dev/null; echo x > new")).Guard);

    [Fact]
    public async Task Run_WhatIsForbidden_IsUndoneInOneForwardCommitHoweverOften()
    {
        var start = await StartAsync();
        var (workspace, _) = await StepAsync(start, 2, "echo x > kept; rm vendor/lib.js; echo x > vendor/new.js; echo x > .gitattributes; chmod +x vendor");
        var input = Input(workspace, start.Commit);

        var (first, second) = (await Activity<EnforceGuard>().RunAsync(input, Stop), await Activity<EnforceGuard>().RunAsync(input, Stop));

        Assert.Equal((first.Workspace.Commit, first.FilesChanged), (second.Workspace.Commit, second.FilesChanged));
        Assert.Equal((1, false, 3), (first.FilesChanged, first.StillTooLarge, first.Guard!.ViolationCount));
        Assert.Equal(2, JournalLength());
        Assert.Equal(["kept", "package.json", "readme.md", "vendor/lib.js"], await FilesAsync(workspace, first.Workspace.Commit));
        Assert.Equal(workspace.Commit, UserRepository.GitIn(State.Repository(User.Path), "rev-parse", first.Workspace.Commit + "^"));

        // Once undone, there is nothing more to say.
        Assert.Null((await Activity<EnforceGuard>().RunAsync(Input(first.Workspace, start.Commit, step: 4), Stop)).Guard);
    }

    [Fact]
    public async Task Run_FolderReplacedByALink_BringsTheFolderBack()
    {
        var start = await StartAsync();
        var (workspace, _) = await StepAsync(start, 2, "rm -r vendor; ln -s /etc vendor");

        var result = await Activity<EnforceGuard>().RunAsync(Input(workspace, start.Commit), Stop);

        Assert.Equal(["package.json", "readme.md", "vendor/lib.js"], await FilesAsync(workspace, result.Workspace.Commit));
        Assert.Equal(0, result.FilesChanged);
    }

    [Fact]
    public async Task Run_ChangeThatIsTooLarge_GoesBackToWhatWasBeforeTheCall()
    {
        var start = await StartAsync();
        var (before, _) = await StepAsync(start, 2, "echo x > first");
        var (workspace, _) = await StepAsync(before, 3, "seq 100 > second");

        var result = await Activity<EnforceGuard>().RunAsync(Input(workspace, before.Commit, step: 4, policy: new() { Settings = new() { MaxLinesPerCommit = 50 } }), Stop);

        Assert.Equal(("max_lines_per_commit", false, 0), (Assert.Single(result.Guard!.Violations).Rule, result.StillTooLarge, result.FilesChanged));
        Assert.Equal(["first", "package.json", "readme.md", "vendor/lib.js"], await FilesAsync(workspace, result.Workspace.Commit));
    }

    [Fact]
    public async Task Run_LimitThatWasLoweredTooFar_SaysSoAndUndoesNothing()
    {
        var start = await StartAsync();
        var (before, _) = await StepAsync(start, 2, "seq 100 > first");

        var result = await Activity<EnforceGuard>().RunAsync(Input(before, before.Commit, policy: new() { Settings = new() { MaxLinesPerCommit = 50 } }), Stop);

        Assert.Equal((true, before.Commit, 1), (result.StillTooLarge, result.Workspace.Commit, result.Guard!.ViolationCount));
    }

    [Fact]
    public async Task Run_FileThatWaits_StaysUntilItIsPublished()
    {
        var start = await StartAsync();
        var (workspace, _) = await StepAsync(start, 2, "echo x > package.json");

        var waits = await Activity<EnforceGuard>().RunAsync(Input(workspace, start.Commit), Stop);
        var published = await Activity<EnforceGuard>().RunAsync(Input(workspace, workspace.Commit) with { Publishing = true }, Stop);

        Assert.Equal((workspace.Commit, 0, "package.json"), (waits.Workspace.Commit, waits.Guard!.ViolationCount, Assert.Single(waits.Guard.Awaiting)));
        Assert.Equal(("confirm", 0), (Assert.Single(published.Guard!.Violations).Rule, published.Guard.Awaiting.Count));
        Assert.Equal("{}", UserRepository.GitIn(State.Repository(User.Path), "show", published.Workspace.Commit + ":package.json"));
    }

    [Fact]
    public async Task PublishBranch_WhatIsForbidden_IsNotPublished()
    {
        var (workspace, _) = await StepAsync(await StartAsync(), 2, "echo x > vendor/new.js");
        var input = new PublishBranchInput { Step = Step(3), Workspace = workspace, Message = "Do it", Guard = Policy };

        var result = await Activity<PublishBranch>().RunAsync(input, Stop);

        Assert.Equal((null, null, "vendor/new.js"), (result.Branch, result.Error, Assert.Single(result.Guard!.Violations).File));
        Assert.Equal("main", User.Git("for-each-ref", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task CommitChanges_FormatterThatTouchesWhatIsGuarded_KeepsTheRest()
    {
        var (workspace, _) = await StepAsync(await StartAsync(), 2, "echo x > new");
        foreach (var file in new[] { "readme.md", "vendor/lib.js", "package.json" })
        {
            await File.WriteAllTextAsync(Path.Combine(State.Worktree("r1"), file), "formatted\n", Stop);
        }

        var result = await Activity<CommitChanges>().RunAsync(new CommitChangesInput { Step = Step(5), Workspace = workspace, Message = "Format", Guard = Policy }, Stop);

        Assert.Equal((1, 2), (result.FilesChanged, result.Notices.Count));
        Assert.Equal("readme.md", UserRepository.GitIn(State.Repository(User.Path), "diff", "--name-only", workspace.Commit, result.Workspace.Commit));
    }

    static GuardPolicy Policy => new() { Settings = new GuardSettings { Exclude = ["vendor/"], Confirm = ["package.json"] } };

    static EnforceGuardInput Input(Workspace workspace, string before, int step = 3, GuardPolicy? policy = null) =>
        new() { Step = Step(step), Workspace = workspace, Before = before, Guard = policy ?? Policy };
}
