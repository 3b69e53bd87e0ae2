using Aidp.Activities.Activities;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Steps;

public sealed class GitActivityTests : ActivityFixture
{
    public GitActivityTests() => User.WithCommit();

    [Fact]
    public async Task CommitChanges_FormatterThatChangedFiles_CommitsThemOnce()
    {
        var workspace = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(State.Worktree("r1"), "readme.md"), "formatted\n", Stop);
        var input = new CommitChangesInput { Step = Step(5), Workspace = workspace, Message = "Format" };

        var (first, second) = (await Activity<CommitChanges>().RunAsync(input, Stop), await Activity<CommitChanges>().RunAsync(input, Stop));

        Assert.Equal((1, first), (first.FilesChanged, second));
        Assert.Equal(1, JournalLength());
        Assert.Equal("formatted", UserRepository.GitIn(State.Repository(User.Path), "show", first.Workspace.Commit + ":readme.md"));
    }

    [Fact]
    public async Task CommitChanges_NothingChanged_IsTheSameCommit()
    {
        var workspace = await StartAsync();

        var result = await Activity<CommitChanges>().RunAsync(new CommitChangesInput { Step = Step(5), Workspace = workspace, Message = "Format" }, Stop);

        Assert.Equal(new CommitChangesResult { Workspace = workspace }, result);
        Assert.Equal(0, JournalLength());
    }

    [Fact]
    public async Task PublishBranch_AcceptedFiles_AreOneCommitOnTheBaseHoweverOften()
    {
        var workspace = await StartAsync();
        (workspace, _) = await StepAsync(workspace, 2, "echo one > one");
        (workspace, _) = await StepAsync(workspace, 3, "echo two > two");
        var input = new PublishBranchInput { Step = Step(6), Workspace = workspace, Message = "Do it" };

        var (first, second) = (await Activity<PublishBranch>().RunAsync(input, Stop), await Activity<PublishBranch>().RunAsync(input, Stop));

        Assert.Equal(("aidp/task", null, first), (first.Branch, first.Error, second));
        Assert.Equal(first.Commit, User.Git("rev-parse", "aidp/task"));
        Assert.Equal("1", User.Git("rev-list", "--count", "main..aidp/task"));
        Assert.Equal("one\nreadme.md\ntwo", User.Git("ls-tree", "--name-only", "aidp/task"));
    }

    [Fact]
    public async Task PublishBranch_NothingChanged_PublishesNothing()
    {
        var result = await Activity<PublishBranch>().RunAsync(new PublishBranchInput { Step = Step(6), Workspace = await StartAsync(), Message = "Do it" }, Stop);

        Assert.Equal(new PublishBranchResult(), result);
        Assert.Equal("main", User.Git("for-each-ref", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task PublishBranch_BranchOfSomeoneElse_IsAnErrorWithTheWayOut()
    {
        var (workspace, _) = await StepAsync(await StartAsync(), 2, "echo one > one");
        User.Git("checkout", "-q", "-b", "aidp/task");
        User.Commit("Someone else's");

        var result = await Activity<PublishBranch>().RunAsync(new PublishBranchInput { Step = Step(6), Workspace = workspace, Message = "Do it" }, Stop);

        Assert.Null(result.Branch);
        Assert.Contains("git fetch", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveWorktree_Twice_LeavesTheJournal()
    {
        var (workspace, _) = await StepAsync(await StartAsync(), 2, "echo one > one");
        var input = new RemoveWorktreeInput { Step = Step(7), Workspace = workspace };

        await Activity<RemoveWorktree>().RunAsync(input, Stop);
        await Activity<RemoveWorktree>().RunAsync(input, Stop);

        Assert.False(Directory.Exists(State.Worktree("r1")));
        Assert.Equal(1, JournalLength());
    }

    [Fact]
    public async Task RemoveWorktree_WithFilesThatNoStepRecorded_KeepsThemOnceWhenAsked()
    {
        var (workspace, _) = await StepAsync(await StartAsync(), 2, "echo one > one");
        await File.WriteAllTextAsync(Path.Combine(State.Worktree("r1"), "two"), "not recorded", Stop);
        var input = new RemoveWorktreeInput { Step = Step(7), Workspace = workspace, Salvages = true };

        var removed = await Activity<RemoveWorktree>().RunAsync(input, Stop);

        Assert.Contains("refs/aidp/salvage/", removed.Salvaged, StringComparison.Ordinal);
        Assert.False(Directory.Exists(State.Worktree("r1")));
        Assert.Null((await Activity<RemoveWorktree>().RunAsync(input, Stop)).Salvaged);
        var clone = State.Repository(User.Path);
        var kept = UserRepository.GitIn(clone, "for-each-ref", "--format=%(refname)", "refs/aidp/salvage").Trim();
        Assert.Equal("not recorded", UserRepository.GitIn(clone, "cat-file", "blob", $"{kept}:two"));
    }
}
