using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Tests.Workspaces;

public sealed class SourceRepositoryTests : WorkspaceFixture
{
    [Fact]
    public async Task Inspect_NoRepository_IsRefusedWithTheRemedy() => Assert.Contains("git init", await RefusedAsync(Folder.Path, SourceRefusal.NotARepository), StringComparison.Ordinal);

    [Fact]
    public async Task Inspect_NoFolder_IsRefused() => await RefusedAsync(Folder["none"], SourceRefusal.NotARepository);

    [Fact]
    public async Task Inspect_NoCommit_IsRefusedWithTheRemedy()
    {
        User.Init();

        Assert.Contains("git commit", await RefusedAsync(User.Path, SourceRefusal.NoCommit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_PartialClone_IsRefusedWithTheReason()
    {
        User.WithCommit();
        User.Git("config", "uploadpack.allowFilter", "true");
        UserRepository.GitIn(Folder.Path, "clone", "-q", "--filter=blob:none", "file://" + User.Path, "partial");

        Assert.Contains("partial clone", await RefusedAsync(Folder["partial"], SourceRefusal.PartialClone), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_Subfolder_IsTheRepositoryItIsIn()
    {
        User.WithCommit().Write("sub/x", "x").Commit("Sub");

        var facts = await AcceptedAsync(Path.Combine(User.Path, "sub"));

        Assert.Equal((User.Path, User.Head, "main", false), (facts.Location, facts.HeadCommit, facts.HeadBranch, facts.IsBare));
        Assert.Empty(facts.Notices);
    }

    [Theory]
    [InlineData("readme.md")]
    [InlineData("untracked")]
    public async Task Inspect_DirtyWorkingCopy_SaysThatChangesAreNotIncluded(string file)
    {
        User.WithCommit().Write(file, "changed");

        Assert.Contains("not included", Assert.Single((await AcceptedAsync(User.Path)).Notices), StringComparison.Ordinal);
        await RunStepAsync(User.Path);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("process")]
    [InlineData("CLEAN")]
    public async Task Inspect_FilterOfTheRepository_IsNotExecuted(string kind)
    {
        User.WithCommit().Write(".gitattributes", "* filter=ours\n*.odd filter=a=b\n").Write("x.odd", "x").Commit("Filters");
        var trap = Folder.Script("trap", $"#!/bin/sh\ntouch '{Folder["sprung"]}'\ncat\n");
        File.SetUnixFileMode(trap, (UnixFileMode)0b111_101_101);
        foreach (var name in new[] { "ours", "a=b" })
        {
            User.Git("config", $"filter.{name}.{kind}", trap);
            User.Git("config", $"filter.{name}.required", "true");
        }

        foreach (var file in new[] { "readme.md", "x.odd" })
        {
            File.SetLastWriteTimeUtc(Path.Combine(User.Path, file), DateTime.UnixEpoch);
        }

        var facts = await AcceptedAsync(User.Path);

        Assert.False(File.Exists(Folder["sprung"]));
        Assert.Equal(User.Head, facts.HeadCommit);
    }

    [Fact]
    public async Task Run_DetachedHead_Works()
    {
        User.WithCommit().Commit("Second");
        User.Git("checkout", "-q", "--detach");
        User.Commit("On no branch");

        Assert.Null((await AcceptedAsync(User.Path)).HeadBranch);
        await RunStepAsync(User.Path);
    }

    [Fact]
    public async Task Run_BareRepository_Works()
    {
        User.WithCommit();
        UserRepository.GitIn(Folder.Path, "clone", "-q", "--bare", User.Path, "bare.git");

        Assert.True((await AcceptedAsync(Folder["bare.git"])).IsBare);
        await RunStepAsync(Folder["bare.git"]);
    }

    [Fact]
    public async Task Run_LinkedWorktree_Works()
    {
        User.WithCommit();
        User.Git("worktree", "add", "-q", "-b", "linked", Folder["linked"]);

        await RunStepAsync(Folder["linked"]);
    }

    [Fact]
    public async Task Run_ShallowClone_Works()
    {
        User.WithCommit().Commit("Second").Commit("Third");
        UserRepository.GitIn(Folder.Path, "clone", "-q", "--depth=1", "file://" + User.Path, "shallow");

        await RunStepAsync(Folder["shallow"]);
    }

    [Fact]
    public async Task Run_SparseCheckout_HasAllFiles()
    {
        User.WithCommit().Write("a/x", "x").Write("b/y", "y").Commit("Folders");
        User.Git("sparse-checkout", "set", "a");

        Assert.Contains("b/y", await RunStepAsync(User.Path));
    }

    [Fact]
    public async Task Run_ObjectsInAnotherRepository_Works()
    {
        User.WithCommit();
        UserRepository.GitIn(Folder.Path, "clone", "-q", "--shared", User.Path, "shared");

        await RunStepAsync(Folder["shared"]);

        Assert.Empty(Directory.GetFiles(Folder["state/repositories"], "alternates", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Run_Sha256Repository_Works()
    {
        User.Init("--object-format=sha256").Write("readme.md", "hello").Commit("First");

        await RunStepAsync(User.Path);
    }

    [Fact]
    public async Task Run_Submodules_StayEmptyWithANotice()
    {
        var library = new UserRepository(Folder, "library").WithCommit();
        User.WithCommit();
        User.Git("-c", "protocol.file.allow=always", "submodule", "add", "-q", library.Path, "lib");
        User.Commit("Submodule");

        Assert.Contains("lib", Assert.Single((await AcceptedAsync(User.Path)).Notices), StringComparison.Ordinal);
        var sprung = Folder["sprung"];
        var trap = Folder.Script("trap", $"#!/bin/sh\ntouch '{sprung}'\n");
        File.SetUnixFileMode(trap, (UnixFileMode)0b111_101_101);
        Assert.Contains("lib", await RunStepAsync(User.Path, $"git init -q lib; git -C lib config core.fsmonitor '{trap}'; echo x > lib/x; git -C lib add x; git -C lib -c user.name=a -c user.email=b commit -qm x; rm -f '{sprung}'; echo a > added"));
        Assert.False(File.Exists(sprung));
    }

    [Fact]
    public async Task Run_LfsPointers_AreNoticedAndKept()
    {
        const string Pointer = "version https://git-lfs.github.com/spec/v1\n";
        User.WithCommit().Write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n").Write("a.bin", Pointer).Commit("LFS");

        Assert.Contains("LFS", Assert.Single((await AcceptedAsync(User.Path)).Notices), StringComparison.Ordinal);
        Assert.Contains("seen-as-pointer", await RunStepAsync(User.Path, "grep -q '^version https://git-lfs' a.bin && touch seen-as-pointer; echo a > added"));
        Assert.Equal(Pointer.TrimEnd(), User.Git("cat-file", "blob", "aidp/r1:a.bin"));
    }

    [Fact]
    public async Task Run_LaterRun_BringsNewCommits()
    {
        User.WithCommit();
        await RunStepAsync(User.Path);
        User.Write("later", "x").Commit("Later");

        var facts = await AcceptedAsync(User.Path);

        Assert.Contains("later", await RunStepAsync(User.Path, run: "r2"));
        Assert.Equal(facts.HeadCommit, User.Head);
    }

    async Task<string[]> RunStepAsync(string path, string script = "echo a > added", string run = "r1")
    {
        var facts = await AcceptedAsync(path);
        var workspace = new Orchestrations.Steps.Workspace { Run = run, Slug = run, Commit = facts.HeadCommit, Repository = new() { Location = facts.Location, BaseCommit = facts.HeadCommit } };
        await (await Workspaces.CreateAsync(workspace, Stop)).DisposeAsync();
        var (after, _) = await StepAsync(workspace, 1, script);
        await using (var opened = await Workspaces.OpenAsync(after, Stop))
        {
            var published = Assert.IsType<Publication.Published>(await opened.PublishAsync("Done", Stop));
            Assert.Equal(published.Commit, UserRepository.GitIn(path, "rev-parse", $"aidp/{run}"));
        }

        UserRepository.GitIn(path, "fsck");
        var files = await FilesAsync(workspace, after.Commit);
        Assert.Contains("added", files);
        return files;
    }

    async Task<SourceFacts> AcceptedAsync(string path) => Assert.IsType<SourceInspection.Accepted>(await Workspaces.InspectAsync(path, Stop)).Facts;

    async Task<string> RefusedAsync(string path, SourceRefusal reason)
    {
        var refused = Assert.IsType<SourceInspection.Refused>(await Workspaces.InspectAsync(path, Stop));
        Assert.Equal(reason, refused.Reason);
        return refused.Message;
    }
}
