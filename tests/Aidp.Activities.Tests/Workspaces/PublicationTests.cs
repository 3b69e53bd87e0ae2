using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Workspaces;

public sealed class PublicationTests : WorkspaceFixture
{
    [Fact]
    public async Task Publish_AcceptedFiles_IsOneCommitOnTheBase()
    {
        User.WithCommit();
        var (after, _) = await StepAsync((await StepAsync(await StartAsync(), 1, "echo secret > a")).Workspace, 2, "rm a; echo good > b");

        var published = Assert.IsType<Publication.Published>(await PublishAsync(after));

        Assert.Equal("aidp/task", published.Branch);
        Assert.Equal(published.Commit, User.Git("rev-parse", "aidp/task"));
        Assert.Equal(User.Head, User.Git("rev-parse", "aidp/task^"));
        Assert.Equal("b\nreadme.md", User.Git("ls-tree", "-r", "--name-only", "aidp/task"));
        Assert.Equal("Do it|Aidp|aidp@localhost", User.Git("log", "-1", "--format=%s|%an|%ae", "aidp/task"));
        Assert.DoesNotContain("secret", string.Concat(User.Git("cat-file", "--batch-all-objects", "--batch")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_HostileAgent_LeavesTheUsersRepositoryByteForByte()
    {
        User.WithCommit().Write("b", "b").Commit("Second");
        User.Git("branch", "feature");
        User.Git("tag", "-a", "-m", "x", "v1");
        User.Git("worktree", "add", "-q", Folder["linked"], "feature");
        User.Write("readme.md", "stashed");
        User.Git("stash");
        User.Write("readme.md", "dirty").Write("untracked", "u").Write(".git/hooks/post-index-change", "#!/bin/sh\nexit 1").Write(".git/info/exclude", "mine\n");
        User.Git("config", "core.fsmonitor", "/does/not/exist");
        var before = User.Fingerprint();

        var (after, _) = await StepAsync(await StartAsync(), 1, "for c in 'gc -q' 'config core.hooksPath /tmp' 'branch -f main' 'stash -u' 'checkout -q -b x' 'commit -q --allow-empty -m x' 'reset -q --hard' 'update-ref -d HEAD' 'remote add origin ..' 'fetch origin' 'push origin HEAD' 'worktree prune' 'clean -fdx'; do git $c || true; done; echo y > y");
        var published = await PublishAsync(after);

        Assert.IsType<Publication.Published>(published);
        Assert.Equal(before, User.Fingerprint());
        Assert.Equal(["refs/heads/aidp/task", "refs/heads/feature", "refs/heads/main", "refs/stash", "refs/tags/v1"], User.Git("for-each-ref", "--format=%(refname)").Split('\n'));
        User.Git("fsck", "--strict");
    }

    [Fact]
    public async Task Publish_Again_ChangesNothing()
    {
        User.WithCommit();
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");
        var first = await PublishAsync(after);

        Assert.Equal(first, await PublishAsync(after));
    }

    [Fact]
    public async Task Publish_RunThatWentOn_MovesItsBranchForward()
    {
        User.WithCommit();
        var (one, _) = await StepAsync(await StartAsync(), 1, "echo a > a");
        var first = Assert.IsType<Publication.Published>(await PublishAsync(one));
        var (two, _) = await StepAsync(one, 2, "echo b > b");

        var second = Assert.IsType<Publication.Published>(await PublishAsync(two));

        Assert.Equal(first.Commit, User.Git("rev-parse", second.Commit + "^"));
    }

    [Fact]
    public async Task Publish_BranchWithOtherCommits_StaysAsItIs()
    {
        User.WithCommit();
        User.Git("checkout", "-q", "-b", "aidp/task");
        User.Commit("Mine");
        var mine = User.Head;
        User.Git("checkout", "-q", "main");
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");

        await AssertBlockedAsync(after, PublicationBlock.BranchExists);

        Assert.Equal(mine, User.Git("rev-parse", "aidp/task"));
    }

    [Fact]
    public async Task Publish_BranchCheckedOut_StaysAsItIs()
    {
        User.WithCommit();
        User.Git("checkout", "-q", "-b", "aidp/task");
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");

        await AssertBlockedAsync(after, PublicationBlock.CheckedOut);
    }

    [Fact]
    public async Task Publish_BranchNamedAidp_IsTaken()
    {
        User.WithCommit();
        User.Git("branch", "aidp");
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");

        await AssertBlockedAsync(after, PublicationBlock.NameTaken);
    }

    [Fact]
    public async Task Publish_RepositoryGone_KeepsTheWorkAndSaysHowToGetIt()
    {
        User.WithCommit();
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");
        Directory.Move(User.Path, Folder["elsewhere"]);
        UserRepository.GitIn(Folder.Path, "init", "-q");

        var blocked = await AssertBlockedAsync(after, PublicationBlock.RepositoryMissing);
        var command = blocked.Message[blocked.Message.IndexOf("git fetch", StringComparison.Ordinal)..];
        await ShellAsync(Folder["elsewhere"], command);

        Assert.Equal(blocked.Commit, UserRepository.GitIn(Folder["elsewhere"], "rev-parse", "aidp-task"));
        Assert.Equal("", UserRepository.GitIn(Folder.Path, "for-each-ref"));
    }

    [Fact]
    public async Task Publish_GitFolderRemoved_NeverWritesToARepositoryAbove()
    {
        User.WithCommit();
        var (after, _) = await StepAsync(await StartAsync(), 1, "echo a > a");
        Directory.Move(Path.Combine(User.Path, ".git"), Folder["git"]);
        UserRepository.GitIn(Folder.Path, "init", "-q");

        await AssertBlockedAsync(after, PublicationBlock.RepositoryMissing);

        Assert.Equal("", UserRepository.GitIn(Folder.Path, "for-each-ref"));
    }

    async Task<Publication> PublishAsync(Workspace workspace)
    {
        await using var opened = await Workspaces.OpenAsync(workspace, Stop);
        return await opened.PublishAsync("Do it", Stop);
    }

    async Task<Publication.Blocked> AssertBlockedAsync(Workspace workspace, PublicationBlock reason)
    {
        var blocked = Assert.IsType<Publication.Blocked>(await PublishAsync(workspace));
        Assert.Equal(reason, blocked.Reason);
        return blocked;
    }
}
