namespace Aidp.Activities.Tests.Workspaces;

public sealed class RunWorkspaceTests : WorkspaceFixture
{
    [Fact]
    public async Task Commit_StepThatChangesFiles_HasThemWithItsTrailers()
    {
        User.WithCommit().Write(".gitignore", "ignored\n").Commit("Ignore");
        var run = await StartAsync();

        var (after, _) = await StepAsync(run, 1, "echo new > 'with\nnewline'; echo 你好 > 你好🚀.txt; rm readme.md; ln -s /etc/passwd link; echo x > ignored");

        Assert.Equal([".gitignore", "link", "with\nnewline", "你好🚀.txt"], (await FilesAsync(run, after.Commit)).Order(StringComparer.Ordinal));
        await using var opened = await Workspaces.OpenAsync(after, Stop);
        Assert.Equal("Step 1\n\nAidp-Run: r1\nAidp-Step: 1\nAidp-Iteration: 1", (await opened.Repository.RunAsync(Stop, "log", "-1", "--format=%B", after.Commit)).Text.TrimEnd());
        Assert.True(File.Exists(Path.Combine(opened.Directory, "ignored")));
    }

    [Fact]
    public async Task Commit_StepThatChangesNothing_IsACommitAllTheSame()
    {
        User.WithCommit();
        var run = await StartAsync();

        var (after, _) = await StepAsync(run, 1, "true");

        Assert.NotEqual(run.Commit, after.Commit);
        await using var opened = await Workspaces.OpenAsync(after, Stop);
        Assert.Equal((0, 0), await opened.Repository.CountChangesAsync(run.Commit, after.Commit, Stop));
    }

    [Fact]
    public async Task Commit_SecondAttemptOfAStep_GetsTheFirstOnesCommit()
    {
        User.WithCommit();
        var run = await StartAsync();
        var (first, _) = await StepAsync(run, 1, "echo one > file");

        var (second, _) = await StepAsync(run, 1, "echo two > file");

        Assert.Equal(first.Commit, second.Commit);
    }

    [Fact]
    public async Task Commit_StepOfThePast_DoesNotCount()
    {
        User.WithCommit();
        var run = await StartAsync();
        await StepAsync(run, 11, "echo one > file");

        var problem = await Assert.ThrowsAsync<Aidp.Activities.Git.GitException>(() => StepAsync(run, 1, "echo two > file"));

        Assert.Contains("does not count", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_FilesOfADeadAttempt_AreGoneAndIgnoredOnesStay()
    {
        User.WithCommit().Write(".gitignore", "node_modules\n").Commit("Ignore");
        var run = await StartAsync();
        await using var opened = await Workspaces.OpenAsync(run, Stop);
        await ShellAsync(opened.Directory, "mkdir -p node_modules/a new/deep && touch node_modules/a/b new/deep/file && echo changed > readme.md && git init -q nested && touch nested/x && rm .gitignore");

        await opened.PrepareAsync(Stop);

        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(opened.Directory, "readme.md"), Stop));
        Assert.Equal([".git", ".gitignore", "node_modules", "readme.md"], Directory.EnumerateFileSystemEntries(opened.Directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Salvage_FilesOfADeadAttempt_AreKeptUnderARef()
    {
        User.WithCommit();
        var run = await StartAsync();
        await using var opened = await Workspaces.OpenAsync(run, Stop);
        await ShellAsync(opened.Directory, "echo half > done; rm readme.md; mkdir readme.md; echo file > readme.md/inside; git init -q nested; echo n > nested/n");

        var salvage = await opened.SalvageAsync(3, Stop);
        var again = await opened.SalvageAsync(3, Stop);
        await ShellAsync(opened.Directory, "echo more >> done");
        var more = await opened.SalvageAsync(3, Stop);

        Assert.Equal(("refs/aidp/salvage/r1/3/1", 0), (salvage?.Ref, salvage?.FilesLeftOut));
        Assert.Equal((salvage?.Ref, "refs/aidp/salvage/r1/3/2"), (again?.Ref, more?.Ref));
        Assert.Equal(["done", "nested/n", "readme.md/inside"], (await opened.Repository.RunAsync(Stop, "ls-tree", "-r", "-z", "--name-only", salvage!.Ref)).Items);
    }

    [Fact]
    public async Task Salvage_FilesThatGitRefuses_AreLeftOutAndCounted()
    {
        User.WithCommit();
        var workspace = await StartAsync();
        await using var opened = await Workspaces.OpenAsync(workspace, Stop);
        await ShellAsync(opened.Directory, "mkdir .GIT; echo x > .GIT/x; printf 'wide working-tree-encoding=UTF-16\\n' > .gitattributes; echo plain > wide; echo good > good");

        var salvage = await opened.SalvageAsync(3, Stop);

        Assert.Equal(2, salvage?.FilesLeftOut);
        Assert.Equal([".gitattributes", "good", "readme.md"], (await opened.Repository.RunAsync(Stop, "ls-tree", "-r", "-z", "--name-only", salvage!.Ref)).Items);
    }

    [Fact]
    public async Task Salvage_NothingLeft_IsNone()
    {
        User.WithCommit();
        var run = await StartAsync();
        await using var opened = await Workspaces.OpenAsync(run, Stop);

        Assert.Null(await opened.SalvageAsync(3, Stop));
    }

    [Fact]
    public async Task Snapshot_NestedRepositories_KeepTheirFiles()
    {
        User.WithCommit();
        var run = await StartAsync();

        var (after, snapshot) = await StepAsync(run, 1, "git init -q empty; echo e > empty/e; git init -q full; cd full; echo f > f; git add f; git -c user.name=a -c user.email=b commit -qm x; git init -q deeper; echo d > deeper/d");

        Assert.Equal(["empty/e", "full/deeper/d", "full/f", "readme.md"], await FilesAsync(run, after.Commit));
        Assert.Equal(3, snapshot.Notices.Count);
    }

    [Theory]
    [InlineData("rm -rf \"$PWD\"")]
    [InlineData("d=$PWD; cd /; rm -rf \"$d\"; ln -s /tmp \"$d\"")]
    [InlineData("d=$PWD; cd /; rm -rf \"$d\"; echo file > \"$d\"")]
    public async Task Snapshot_WorktreeDeletedOrReplaced_IsRestored(string script)
    {
        User.WithCommit();
        var run = await StartAsync();

        var (after, snapshot) = await StepAsync(run, 1, script);

        Assert.Equal(["readme.md"], await FilesAsync(run, after.Commit));
        Assert.Contains("restored", Assert.Single(snapshot.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_UsesGitItself_ChangesOnlyItsOwnRepository()
    {
        User.WithCommit();
        var run = await StartAsync();

        var (after, _) = await StepAsync(run, 1, "set -e; test \"$(git status --porcelain)\" = ''; git log -1 --format=%H; test \"$(git branch --show-current)\" = aidp/task; echo a > a; git add a; git commit -qm mine; git checkout -q -b other; git reset -q --hard HEAD~1; echo b > b; git stash -qu; git stash pop -q; git gc -q --prune=now");

        Assert.Equal(["b", "readme.md"], await FilesAsync(run, after.Commit));
        await using var opened = await Workspaces.OpenAsync(after, Stop);
        Assert.Equal(after.Commit, await opened.Journal.HeadAsync(Stop));
        Assert.Equal(["refs/aidp/runs/r1"], (await opened.Repository.RefsAsync("refs/aidp", Stop)).Select(found => found.Name));
    }

    [Fact]
    public async Task Agent_LaysTrapsForGit_NoneIsSprung()
    {
        User.WithCommit();
        var trap = Folder.Script("trap", $"#!/bin/sh\necho sprung >> '{Folder["sprung"]}'\ncat\n");
        File.SetUnixFileMode(trap, (UnixFileMode)0b111_101_101);
        var run = await StartAsync();
        var script = $"""
            for repository in . nested; do
              test $repository = . || git init -q $repository
              git -C $repository config core.fsmonitor '{trap}'; git -C $repository config core.hooksPath '{Folder.Path}/hooks'; git -C $repository config filter.evil.clean '{trap}'; git -C $repository config filter.evil.smudge '{trap}'
              git -C $repository config diff.external '{trap}'; git -C $repository config core.pager '{trap}'; git -C $repository config gpg.program '{trap}'; git -C $repository config commit.gpgSign true
            done
            mkdir '{Folder.Path}/hooks'; for hook in reference-transaction post-index-change post-checkout pre-commit; do cp '{trap}' '{Folder.Path}/hooks/'$hook; done
            echo '* filter=evil diff=evil' > .gitattributes; echo x > nested/x; echo y > y
            """;

        var (after, _) = await StepAsync(run, 1, script);
        var (last, _) = await StepAsync(after, 2, "echo z > y");

        Assert.False(File.Exists(Folder["sprung"]));
        Assert.Equal([".gitattributes", "nested/x", "readme.md", "y"], await FilesAsync(run, last.Commit));
    }

    [Theory]
    [InlineData("arm x")]
    [InlineData("arm x; mv x/.git $ELSEWHERE; ln -s $ELSEWHERE x/.git")]
    [InlineData("arm x; mv x/.git $ELSEWHERE; echo gitdir: $ELSEWHERE > x/.git")]
    [InlineData("arm x; arm x/$(seq -s / 50)")]
    [InlineData("arm x/$(printf '\\377')")]
    [InlineData("arm x; arm x/$(printf '\\377')")]
    [InlineData("arm submodule")]
    [InlineData("arm submodule; mv submodule/.git $ELSEWHERE; ln -s $ELSEWHERE submodule/.git")]
    public async Task Snapshot_AgainWhereAnAgentMadeARepository_DoesNotLookIntoIt(string script)
    {
        User.WithCommit();
        User.Git("update-index", "--add", "--cacheinfo", $"160000,{User.Head},submodule");
        User.Git("commit", "-q", "-m", "Submodule");
        var trap = Folder.Script("trap", $"#!/bin/sh\necho sprung >> '{Folder["sprung"]}'\ncat\n");
        File.SetUnixFileMode(trap, (UnixFileMode)0b111_101_101);
        // A file that looks as if it had changed, so that git would ask its filter.
        var arm = $$"""
            ELSEWHERE='{{Folder["elsewhere"]}}'
            arm() (
              mkdir -p "$1"; cd "$1"; git init -q; echo a > a; echo '* filter=evil' > .gitattributes; git add -A; git -c user.name=a -c user.email=b commit -qm a
              git config filter.evil.clean '{{trap}}'; touch -d yesterday a
            )
            """;
        var run = await StartAsync();
        await using var opened = await Workspaces.OpenAsync(run, Stop);
        await opened.PrepareAsync(Stop);
        await ShellAsync(opened.Directory, $"{arm}\n{script}");

        var first = await opened.SnapshotAsync(Stop);
        var second = await opened.SnapshotAsync(Stop);

        Assert.False(File.Exists(Folder["sprung"]));
        Assert.Equal(first.Tree, second.Tree);
        Assert.DoesNotContain(await opened.Repository.ChangesAsync(run.Commit, second.Tree, Stop), change => change.After.IsRepository);
        await ShellAsync(opened.Directory, "rm -rf x submodule");
    }

    [Fact]
    public async Task Open_TwoRunsAtOnce_BothFinish()
    {
        User.WithCommit();

        var commits = await Task.WhenAll(Enumerable.Range(1, 4).Select(async number =>
        {
            var after = await StartAsync($"r{number}", $"task-{number}");
            for (var step = 1; step <= 3; step++)
            {
                (after, _) = await StepAsync(after, step, $"echo {number} > file{step}");
            }

            return after;
        }));

        foreach (var after in commits)
        {
            Assert.Equal(["file1", "file2", "file3", "readme.md"], await FilesAsync(after, after.Commit));
        }
    }

    [Fact]
    public async Task Open_WorkspaceInUse_WaitsForIt()
    {
        User.WithCommit();
        var run = await StartAsync();
        var first = await Workspaces.OpenAsync(run, Stop);
        var second = Workspaces.OpenAsync(run, Stop);
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task Forget_FinishedRun_LeavesNothingOfIt()
    {
        User.WithCommit();
        var run = await StartAsync();
        var (after, _) = await StepAsync(run, 1, "mkdir -p deep/er; touch deep/er/x; chmod 500 deep/er deep");

        await Workspaces.ForgetAsync("r1", run.Repository.Location, Stop);
        await Workspaces.ForgetAsync("r1", run.Repository.Location, Stop);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder["state/worktrees"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder["state/journal"]));
        await using var opened = await Workspaces.OpenAsync(after with { Run = "r2" }, Stop);
        Assert.Empty(await opened.Repository.RefsAsync("refs/aidp", Stop));
    }
}
