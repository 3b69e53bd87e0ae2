using System.Diagnostics;
using Aidp.Activities.Git;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Workspaces;

/// <summary>A repository at a clone URL; the server is git itself behind <c>file://</c>, which it treats like any other.</summary>
public sealed class RemoteRepositoryTests : WorkspaceFixture
{
    string Url => $"file://{Folder["server.git"]}";

    [Theory]
    [InlineData("https://example.org/owner/name.git", true)]
    [InlineData("file:///srv/name.git", true)]
    [InlineData("/srv/name.git", false)]
    [InlineData("http://example.org/name.git", false)]
    [InlineData("ssh://git@example.org/name.git", false)]
    [InlineData("git@example.org:owner/name.git", false)]
    [InlineData("https://user:secret@example.org/name.git", false)]
    [InlineData("ext::sh -c touch% /tmp/pwned", false)]
    [InlineData("https://example.org/\nname", false)]
    public void IsOne_OfALocation_IsSoForWhatNeedsNoKeys(string location, bool expected) => Assert.Equal(expected, RemoteLocation.IsOne(location));

    [Fact]
    public async Task Publish_ToAServer_PushesOneCommitOnTheBaseAndAgainChangesNothing()
    {
        var (after, _) = await StepAsync(await StartAtUrlAsync(), 1, "echo good > b");

        var first = Assert.IsType<Publication.Published>(await PublishAsync(after));
        var again = await PublishAsync(after);

        Assert.Equal(first, again);
        Assert.Equal(first.Commit, await OnServerAsync("rev-parse aidp/task"));
        Assert.Equal("b\nreadme.md", await OnServerAsync("ls-tree -r --name-only aidp/task"));
    }

    [Fact]
    public async Task Publish_WhereTheBranchWentOnWithoutTheRun_LeavesItAndSaysHowToGetTheWork()
    {
        var (after, _) = await StepAsync(await StartAtUrlAsync(), 1, "echo good > b");
        User.Git("commit", "--allow-empty", "-q", "-m", "Another");
        User.Git("push", "-q", Url, "HEAD:refs/heads/aidp/task");

        var blocked = Assert.IsType<Publication.Blocked>(await PublishAsync(after));

        Assert.Equal(PublicationBlock.BranchExists, blocked.Reason);
        Assert.Contains("aidp diff r1 | git apply", blocked.Message, StringComparison.Ordinal);
        Assert.Equal(User.Head, await OnServerAsync("rev-parse aidp/task"));
    }

    [Fact]
    public async Task Create_OfACommitOnNoBranch_GetsItAllTheSameWhereTheServerGivesIt()
    {
        User.WithCommit();
        User.Git("clone", "-q", "--bare", ".", Folder["server.git"]);
        User.Git("commit", "--allow-empty", "-q", "-m", "Of a pull request");
        User.Git("push", "-q", Url, "HEAD:refs/pull/1/head");
        User.Git("-C", Folder["server.git"], "config", "uploadpack.allowReachableSHA1InWant", "true");

        await using var opened = await Workspaces.CreateAsync(At(User.Head), Stop);

        Assert.Equal(User.Head, await opened.Repository.CommitAsync(User.Head, Stop));
    }

    [Fact]
    public async Task Create_OfAnIdWithALineBreak_IsNoFullId()
    {
        var commit = (await StartAtUrlAsync()).Commit;

        await Assert.ThrowsAsync<ArgumentException>(() => Workspaces.CreateAsync(At(commit + "\n"), Stop));
    }

    [Fact]
    public async Task Create_OfACommitThatTheServerDoesNotHave_SaysSo()
    {
        User.WithCommit();
        User.Git("clone", "-q", "--bare", ".", Folder["server.git"]);
        User.Git("commit", "--allow-empty", "-q", "-m", "Not pushed");

        var e = await Assert.ThrowsAsync<GitException>(() => Workspaces.CreateAsync(At(User.Head), Stop));

        Assert.Contains(User.Head, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hooks")]
    [InlineData("elsewhere")]
    public async Task Publish_WhereThatRepositoryHasHooks_RunsNone(string hooks)
    {
        var (after, _) = await StepAsync(await StartAtUrlAsync(), 1, "echo good > b");
        Directory.CreateDirectory(Folder[$"server.git/{hooks}"]);
        UserRepository.GitIn(Folder["server.git"], "config", "core.hooksPath", hooks);
        foreach (var hook in new[] { "pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive" })
        {
            File.SetUnixFileMode(Folder.Script($"server.git/{hooks}/{hook}", $"#!/bin/sh\ntouch '{Folder["sprung"]}'\n"), (UnixFileMode)0b111_101_101);
        }

        Assert.IsType<Publication.Published>(await PublishAsync(after));

        Assert.False(File.Exists(Folder["sprung"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_OfARepositoryOfAnotherUser_Works(bool isUrl)
    {
        User.WithCommit();
        User.Git("clone", "-q", "--bare", ".", Folder["server.git"]);
        // Only root can give a repository away; to git, wherever this is set, all of them are somebody else's.
        var git = Directory.CreateDirectory(Folder["bin"]).FullName;
        await ShellAsync(git, "printf '#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec %s \"$@\"\n' \"$(command -v git)\" > git; chmod +x git");
        await Assert.ThrowsAnyAsync<Exception>(() => ShellAsync(Folder.Path, $"{git}/git clone -q --bare {Url} refused.git"));
        var location = isUrl ? Url : Folder["server.git"];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["open", Folder["other-state"], location, User.Head]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{git}:{start.Environment["PATH"]}";

        using var host = Process.Start(start)!;

        var error = await host.StandardError.ReadToEndAsync(Stop);
        await host.WaitForExitAsync(Stop);
        Assert.True(host.ExitCode == 0, error);
    }

    [Fact]
    public async Task Publish_WhereTheServerIsGoneForAMoment_IsForTheNextAttempt()
    {
        var (after, _) = await StepAsync(await StartAtUrlAsync(), 1, "echo good > b");
        using var gone = new BoundaryCall("publish.before", () => Directory.Move(Folder["server.git"], Folder["away.git"]));

        var problem = await Assert.ThrowsAsync<GitException>(() => PublishAsync(after));
        Directory.Move(Folder["away.git"], Folder["server.git"]);

        Assert.Contains("server.git", problem.Message, StringComparison.Ordinal);
        Assert.IsType<Publication.Published>(await PublishAsync(after));
    }

    [Fact]
    public async Task Publish_WhereTheServerIsGoneAfterThePush_HasPublished()
    {
        var (after, _) = await StepAsync(await StartAtUrlAsync(), 1, "echo good > b");
        using var gone = new BoundaryCall("publish.after", () => Directory.Move(Folder["server.git"], Folder["away.git"]));

        var published = Assert.IsType<Publication.Published>(await PublishAsync(after));

        Assert.Equal(published.Commit, UserRepository.GitIn(Folder["away.git"], "rev-parse", "aidp/task"));
    }

    [Fact]
    public async Task Create_WhereABranchMadeWayForAFolderOfBranches_HasTheNewOne()
    {
        await using (await Workspaces.CreateAsync(At((await StartAtUrlAsync()).Commit), Stop))
        {
        }

        User.Git("commit", "--allow-empty", "-q", "-m", "On a branch");
        User.Git("push", "-q", Url, "HEAD:refs/heads/feature");
        await using (await Workspaces.CreateAsync(At(User.Head) with { Run = "r2" }, Stop))
        {
        }

        User.Git("commit", "--allow-empty", "-q", "-m", "On another");
        User.Git("push", "-q", Url, ":refs/heads/feature", "HEAD:refs/heads/feature/x");

        await using var opened = await Workspaces.CreateAsync(At(User.Head) with { Run = "r3" }, Stop);

        Assert.Equal(User.Head, await opened.Repository.CommitAsync(User.Head, Stop));
    }

    [Theory]
    [InlineData("packed-refs.lock")]
    [InlineData("shallow.lock")]
    [InlineData("refs/aidp/source/head.lock")]
    [InlineData("refs/aidp/source/heads/main.lock")]
    public async Task Create_AfterAHostThatDiedWhileItFetched_FetchesAgain(string left)
    {
        await StartAtUrlAsync();
        var clone = new StateFolder(Folder["state"]).Repository(Url);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(clone, left))!);
        await File.WriteAllTextAsync(Path.Combine(clone, left), "", Stop);
        await File.WriteAllTextAsync(clone + ".lock", "a host that died", Stop);
        User.Git("commit", "--allow-empty", "-q", "-m", "Later");
        User.Git("push", "-q", Url, "HEAD:refs/heads/main");

        await using var opened = await Workspaces.CreateAsync(At(User.Head) with { Run = "r2" }, Stop);

        Assert.Equal(User.Head, await opened.Repository.CommitAsync(User.Head, Stop));
        Assert.False(File.Exists(Path.Combine(clone, left)));
    }

    async Task<Workspace> StartAtUrlAsync()
    {
        User.WithCommit();
        User.Git("clone", "-q", "--bare", ".", Folder["server.git"]);
        var workspace = At(User.Head);
        await using var opened = await Workspaces.CreateAsync(workspace, Stop);
        await opened.PrepareAsync(Stop);
        return workspace;
    }

    async Task<Publication> PublishAsync(Workspace workspace)
    {
        await using var opened = await Workspaces.OpenAsync(workspace, Stop);
        return await opened.PublishAsync("Do it", Stop);
    }

    Workspace At(string commit) => new() { Run = "r1", Slug = "task", Commit = commit, Repository = new RepositorySource { Location = Url, BaseCommit = commit } };

    async Task<string> OnServerAsync(string command) => (await ShellAsync(Folder["server.git"], $"git {command}")).Trim();
}
