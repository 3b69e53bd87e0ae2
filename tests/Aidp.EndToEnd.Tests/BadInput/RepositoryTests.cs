using Aidp.EndToEnd.Tests.Running;
using CliWrap;
using CliWrap.Buffered;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Repositories that are not as one would wish.</summary>
public sealed class RepositoryTests
{
    [Theory]
    [InlineData("folder", "is not in a git repository. Make one with: git init")]
    [InlineData("empty", "has no commit on its current branch, so there is nothing to start from. Make one with:")]
    [InlineData("missing", "There is no folder")]
    public async Task Run_NothingToStartFrom_StartsNothingAndSaysWhatHelps(string name, string message)
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["folder"]);
        Directory.CreateDirectory(folder["empty"]);
        await Shell.GitAsync(folder["empty"], "init", "--quiet");

        var end = await AidpProcess.RunAsync(["run", "Do it.", "--repo", folder[name], "--agent-command", UserRepository.Agent, "--state", folder["state"], "--foreground", "--yes"]);

        end.AssertExit(2);
        Assert.Contains(message, end.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["state"]));
    }

    [Fact]
    public async Task Run_BareRepository_PublishesTheBranchInIt()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.GitAsync("clone", "--quiet", "--bare", ".", repository["bare.git"]);

        var end = await AidpProcess.RunAsync(["run", "Do it.", "--repo", repository["bare.git"], "--agent-command", UserRepository.Agent, "--state", repository.State, "--foreground", "--yes", "--json"]);

        end.AssertExit(0);
        Assert.Equal("work", await Shell.GitAsync(repository["bare.git"], "show", $"{end.Result.GetProperty("branch").GetString()}:work.txt"));
    }

    [Fact]
    public async Task Run_DetachedHeadAndDirtyWorkingCopy_StartsFromTheCommitAndLeavesTheRestAlone()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.GitAsync("checkout", "--quiet", "--detach");
        await repository.WriteAsync("readme.md", "Changed\n");
        await repository.WriteAsync("new.txt", "New\n");
        var before = await repository.LookAsync();

        var end = await repository.RunAsync("--agent-command", UserRepository.Agent);

        end.AssertExit(0);
        Assert.Contains("note: Uncommitted changes are not included: the run starts from the last commit. Commit them first", end.Error, StringComparison.Ordinal);
        Assert.Equal("Hello", await repository.ResultAsync("readme.md"));
        Assert.Equal(before, await repository.LookAsync());
    }

    [Fact]
    public async Task Run_SubmodulesAndLfs_SaysWhatIsMissing()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{await repository.GitAsync("rev-parse", "HEAD")},library");
        await repository.WriteAsync(".gitmodules", "[submodule \"library\"]\n\tpath = library\n\turl = ../library\n");
        Directory.CreateDirectory(Path.Combine(repository.Path, "library"));
        await repository.WriteAsync(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        await repository.GitAsync("add", ".gitmodules", ".gitattributes");
        await repository.GitAsync("commit", "--quiet", "-m", "Add a submodule and git LFS");

        var end = await repository.RunAsync("--agent-command", UserRepository.Agent);

        end.AssertExit(0);
        Assert.Contains("note: Submodules stay empty, and what an agent writes in them is not kept: library.", end.Error, StringComparison.Ordinal);
        Assert.Contains("note: Files kept by git LFS appear as their pointers", end.Error, StringComparison.Ordinal);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    [Fact]
    public async Task Diff_PipedIntoGitApply_BringsBinaryFilesAndTextThatIsNotUtf8()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.WriteAsync("agent.sh", @"cat > /dev/null; printf '\211PNG\r\n\000\001\377' > picture.png; printf 'caf\351\n' > latin1.txt; echo 'STATUS: COMPLETE'");
        (await repository.RunAsync("--agent-command", $"sh {repository.Path}/agent.sh", "--id", "bytes")).AssertExit(0);

        try
        {
            var applied = await CliWrap.Cli.Wrap("sh").WithArguments(["-c", "\"$0\" diff bytes --state \"$1\" | git apply", AidpProcess.Executable, repository.State])
                .WithWorkingDirectory(repository.Path).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

            Assert.True(applied.ExitCode == 0, applied.StandardError);
            Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 1, 0xff], await File.ReadAllBytesAsync(Path.Combine(repository.Path, "picture.png"), TestContext.Current.CancellationToken));
            Assert.Equal([0x63, 0x61, 0x66, 0xe9, 0x0a], await File.ReadAllBytesAsync(Path.Combine(repository.Path, "latin1.txt"), TestContext.Current.CancellationToken));
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    [Fact]
    public async Task Run_ShallowAndSparseClone_Completes()
    {
        using var repository = await UserRepository.CreateAsync();
        await repository.CommitAsync("second.txt", "2\n");
        await repository.GitAsync("clone", "--quiet", "--depth=1", "--sparse", $"file://{repository.Path}", repository["clone"]);

        var end = await AidpProcess.RunAsync(["run", "Do it.", "--repo", repository["clone"], "--agent-command", UserRepository.Agent, "--state", repository.State, "--foreground", "--yes", "--json"]);

        end.AssertExit(0);
        Assert.Equal("work", await Shell.GitAsync(repository["clone"], "show", $"{end.Result.GetProperty("branch").GetString()}:work.txt"));
    }
}
