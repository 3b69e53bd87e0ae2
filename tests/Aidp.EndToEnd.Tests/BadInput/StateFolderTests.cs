using Aidp.EndToEnd.Tests.Running;
using CliWrap;
using CliWrap.Buffered;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>State folders that are not what they should be.</summary>
public sealed class StateFolderTests
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [Theory]
    [InlineData("state", "--foreground")]
    [InlineData("state", "--detach")]
    [InlineData("link/state", "--foreground")]
    public async Task Run_StateOnANetworkFileSystem_IsRefusedBeforeAnythingIsMade(string place, string mode)
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository["far"]);
        File.CreateSymbolicLink(repository["link"], repository["far"]);
        var far = place == "state" ? repository["far/state"] : repository[place];
        await repository.WriteAsync("../mounts", $"""
            30 1 259:1 / / rw,relatime shared:1 - ext4 /dev/vda rw
            40 30 0:50 / {repository["far"]} rw,relatime - nfs4 server:/home rw

            """);
        Assert.SkipUnless((await WithMountsAsync(repository, "true")).ExitCode == 0, "unshare(1) may not mount anything here.");

        var end = await WithMountsAsync(repository, AidpProcess.Executable, "run", "Do it.", "--repo", repository.Path, "--state", far, "--agent-command", UserRepository.Agent, "--yes", mode);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains($"The state folder {far} is on a network file system (nfs4), where locks and syncs cannot be relied on. Give a folder on a local disk with --state DIR", end.StandardError, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(repository["far"]));
    }

    [Fact]
    public async Task Run_StateThatOthersCanOpen_ClosesItAndSaysSo()
    {
        using var repository = await UserRepository.CreateAsync();
        (await repository.RunAsync("--id", "one", "--agent-command", UserRepository.Agent)).AssertExit(0);
        var store = Path.Combine(repository.State, "store.db");
        File.SetUnixFileMode(repository.State, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var end = await repository.RunAsync("--id", "two", "--agent-command", UserRepository.Agent);

        end.AssertExit(0);
        Assert.Contains($"note: Others could open the state folder {repository.State} (mode 705)", end.Error, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(repository.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store));
    }

    [Fact]
    public async Task Run_StateAmongOtherThings_IsRefusedWithAPlaceOfItsOwn()
    {
        using var repository = await UserRepository.CreateAsync();
        File.SetUnixFileMode(repository.Path, OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        var end = await AidpProcess.RunAsync(["run", "Do it.", "--repo", repository.Path, "--state", repository.Path, "--agent-command", UserRepository.Agent, "--foreground", "--yes"]);

        end.AssertExit(2);
        Assert.Contains($"Give a folder of its own, for example --state {repository.Path}/aidp", end.Error, StringComparison.Ordinal);
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    // What the kernel tells the program of its mounts is replaced; nothing else can be mounted over a network everywhere.
    static async Task<BufferedCommandResult> WithMountsAsync(UserRepository repository, params string[] command) =>
        await CliWrap.Cli.Wrap("unshare").WithArguments(["--user", "--map-root-user", "--mount", "sh", "-c", $"mount --bind '{repository["mounts"]}' /proc/$$/mountinfo && exec \"$@\"", "sh", .. command])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
