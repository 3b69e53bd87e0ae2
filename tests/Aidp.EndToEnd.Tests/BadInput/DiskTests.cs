using Aidp.EndToEnd.Tests.Running;
using CliWrap.Buffered;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>A disk that fills while a run goes on: a small file system of its own, which only the processes of the test see.</summary>
public sealed class DiskTests
{
    const string FillsTheDisk = "if mkdir ../../../full; then head -c 100000000 /dev/zero > large; fi; ";

    [Fact]
    public async Task Run_DiskThatFillsUnderTheAgent_StopsAndGoesOnWhenThereIsRoom()
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository.State);
        Assert.SkipUnless(await CanMountAsync(), "unshare(1) may not mount anything here.");

        var end = await InItsOwnNamespaceAsync(repository, """
            mount -t tmpfs -o size=30m,mode=700 none "$STATE"
            "$AIDP" run 'Do the work.' --id r --repo "$REPOSITORY" --state "$STATE" --agent-command "$AGENT" --foreground --yes
            echo "first: $?"
            mount --options-mode ignore -o remount,size=1g "$STATE"
            "$AIDP" attach r --state "$STATE" --foreground
            echo "second: $?"
            """);

        Assert.Contains("first: 1\n", end.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("is full. Nothing that was acknowledged is lost: free some space and start again.", end.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.StandardError, StringComparison.Ordinal);
        Assert.Contains("second: 0\n", end.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("work", await repository.ResultAsync("work.txt"));
    }

    [Fact]
    public async Task Serve_OnADiskThatIsFull_SaysSoInWords()
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository.State);
        Assert.SkipUnless(await CanMountAsync(), "unshare(1) may not mount anything here.");

        var end = await InItsOwnNamespaceAsync(repository, """
            mount -t tmpfs -o size=30m,mode=700 none "$STATE"
            "$AIDP" run 'Do the work.' --id r --repo "$REPOSITORY" --state "$STATE" --agent-command 'true' --foreground --yes
            rm -rf "$STATE/timers"
            head -c 100000000 /dev/zero > "$STATE/ballast"
            timeout 60 "$AIDP" serve --port 0 --state "$STATE"
            echo "started: $?"
            rm "$STATE/ballast"
            "$AIDP" attach r --state "$STATE" --foreground
            echo "after: $?"
            """);

        Assert.Contains("started: 1\n", end.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("space", end.StandardError, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", end.StandardError, StringComparison.Ordinal);
        Assert.Contains("after: 3\n", end.StandardOutput, StringComparison.Ordinal);
    }

    static async Task<bool> CanMountAsync() =>
        (await CliWrap.Cli.Wrap("unshare").WithArguments(["--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).WithValidation(CliWrap.CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken)).ExitCode == 0;

    static async Task<BufferedCommandResult> InItsOwnNamespaceAsync(UserRepository repository, string script) =>
        await CliWrap.Cli.Wrap("unshare").WithArguments(["--user", "--map-root-user", "--mount", "sh", "-c", script]).WithValidation(CliWrap.CommandResultValidation.None)
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["AIDP"] = AidpProcess.Executable,
                ["REPOSITORY"] = repository.Path,
                ["STATE"] = repository.State,
                ["AGENT"] = FillsTheDisk + UserRepository.Agent,
                ["AIDP_ARTIFACTS_MIN_FREE"] = "0",
                ["NO_COLOR"] = "1",
            })
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
