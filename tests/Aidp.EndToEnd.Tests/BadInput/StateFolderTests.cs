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

    // What stops root too: a folder where a file should be, or the other way round.
    [Theory]
    [InlineData("host.lock")]
    [InlineData("host.key")]
    [InlineData("host.json")]
    [InlineData("host.log", "ps")]
    [InlineData("run", "serve", false)]
    [InlineData("run", "ps", false)]
    [InlineData("run/host.sock")]
    [InlineData("consents", "run", false)]
    public async Task Verb_StateWhoseFileIsSomethingElse_SaysSoAndWhatHelps(string name, string verb = "serve", bool isFolder = true)
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository.State, OwnerOnly);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(repository.State, name))!);
        if (isFolder)
        {
            Directory.CreateDirectory(Path.Combine(repository.State, name, "something"));
        }
        else
        {
            await repository.WriteAsync($"../state/{name}", "something");
        }

        await repository.CommitAsync("aidp.yml", "checks: [{ name: test, run: 'true' }]\n");
        var end = verb == "run" ? await repository.RunAsync("--agent-command", UserRepository.Agent) : await AidpProcess.RunAsync([verb, "--state", repository.State, .. verb == "serve" ? ["--port", "0"] : Array.Empty<string>()]);

        end.AssertExit(2);
        Assert.Contains("aidp: The state folder ", end.Error, StringComparison.Ordinal);
        Assert.Contains($"'{repository.State}/{name}'", end.Error, StringComparison.Ordinal);
        Assert.Contains("--state DIR", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Another host", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--port", "0")]
    [InlineData("ps")]
    [InlineData("demo")]
    public async Task Verb_StateThatIsReadOnly_SaysSoAndNamesNoOtherHost(params string[] verb)
    {
        using var repository = await UserRepository.CreateAsync();
        (await repository.RunAsync("--agent-command", UserRepository.Agent)).AssertExit(0);
        Assert.SkipUnless((await ReadOnlyAsync(repository, "true")).ExitCode == 0, "unshare(1) may not mount anything here.");

        var end = await ReadOnlyAsync(repository, AidpProcess.Executable, [.. verb, "--state", repository.State]);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains($"aidp: The state folder {repository.State} cannot be written: Read-only file system", end.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("Another host", end.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_StateOnAFullDisk_SaysSo()
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository.State);
        Assert.SkipUnless((await OnASmallDiskAsync(repository, "true")).ExitCode == 0, "unshare(1) may not mount anything here.");

        var end = await OnASmallDiskAsync(repository, AidpProcess.Executable, "serve", "--port", "0", "--state", repository.State);

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith($"aidp: The state folder {repository.State} cannot be written: No space left on device", end.StandardError, StringComparison.Ordinal);
        Assert.Contains("Free some space and try again.", end.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysCreate_FileOnAFullDisk_TakesTheKeyBack()
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository["disk"]);
        const string full = "mount -t tmpfs -o size=4k none \"$0\" && echo full > \"$0/full\"";
        Assert.SkipUnless((await MountedAsync(full, "true", [], repository["disk"])).ExitCode == 0, "unshare(1) may not mount anything here.");
        (await AidpProcess.RunAsync(["ps", "--state", repository.State])).AssertExit(0);
        try
        {
            var end = await MountedAsync(full, AidpProcess.Executable, ["keys", "create", "unkept", "--out", repository["disk/new.key"], "--state", repository.State], repository["disk"]);

            Assert.Equal(1, end.ExitCode);
            Assert.StartsWith("aidp: The key could not be written: No space left on device", end.StandardError, StringComparison.Ordinal);
            Assert.Contains("It was taken back. Free some space and try again.", end.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain("unkept", (await AidpProcess.RunAsync(["keys", "list", "--state", repository.State])).Output, StringComparison.Ordinal);
        }
        finally
        {
            BackgroundHost.Kill(repository.State);
        }
    }

    static Task<BufferedCommandResult> ReadOnlyAsync(UserRepository repository, string program, params string[] arguments) =>
        MountedAsync($"mount --bind '{repository.State}' '{repository.State}' && mount -o remount,bind,ro '{repository.State}'", program, arguments);

    // Room for the text of one file: that of the lock.
    static Task<BufferedCommandResult> OnASmallDiskAsync(UserRepository repository, string program, params string[] arguments) =>
        MountedAsync($"mount -t tmpfs -o size=4k,mode=700 none '{repository.State}'", program, arguments);

    // What the kernel tells the program of its mounts is replaced; nothing else can be mounted over a network everywhere.
    static Task<BufferedCommandResult> WithMountsAsync(UserRepository repository, string program, params string[] arguments) =>
        MountedAsync($"mount --bind '{repository["mounts"]}' /proc/$$/mountinfo", program, arguments);

    static async Task<BufferedCommandResult> MountedAsync(string mount, string program, string[] arguments, string zero = "sh") =>
        await CliWrap.Cli.Wrap("unshare").WithArguments(["--user", "--map-root-user", "--mount", "sh", "-c", $"{mount} && exec \"$@\"", zero, program, .. arguments])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
