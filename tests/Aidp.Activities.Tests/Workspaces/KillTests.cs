using System.Diagnostics;
using System.Globalization;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Tests.Workspaces;

/// <summary>A process that runs one step is killed at the k-th event, for every k, and started again.</summary>
public sealed class KillTests : WorkspaceFixture
{
    /// <summary>More events than there are.</summary>
    const int Bound = 200;

    [Theory]
    [InlineData("Aidp.Durable")]
    [InlineData("Aidp.Git")]
    public async Task Kill_AtAnyEvent_TheStepCountsOnce(string listener)
    {
        User.WithCommit();
        var killed = 0;
        for (var k = 1; await KillsAsync(listener, k); k++)
        {
            Assert.True(k < Bound, "there is no end to the events");
            killed = k;
            Directory.Delete(Folder["state"], recursive: true);
            User.Git("branch", "-D", "aidp/task");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{killed} events of {listener}");
        Assert.True(killed > 10, $"only {killed} events");
    }

    async Task<bool> KillsAsync(string listener, int k)
    {
        var state = Folder["state"];
        var (exitCode, output) = await HostAsync(state, listener, k);
        var journal = new StepJournal(new StateFolder(state).Step("r", 1), TimeProvider.System);
        var wasFinished = await journal.ReadOutcomeAsync<object>(Stop) is not null;
        var attempts = (await journal.ReadAttemptAsync(Stop))?.Attempt;
        if (exitCode != 0)
        {
            Assert.Equal((137, true), (exitCode, output.StartsWith("killed", StringComparison.Ordinal)));
            var (again, second) = await HostAsync(state, listener, 0);
            Assert.True(again == 0, $"after '{output.Trim()}' (k = {k}): {second}");
        }

        var clone = new StateFolder(state).Repository(User.Path);
        Assert.Equal("2", UserRepository.GitIn(clone, "rev-list", "--count", "refs/aidp/runs/r"));
        Assert.Equal("1", UserRepository.GitIn(clone, "rev-list", "--count", $"{User.Head}..refs/aidp/published/r"));
        Assert.Equal("one\nreadme.md\ntwo/two", User.Git("ls-tree", "-r", "--name-only", "aidp/task"));
        Assert.False(Directory.Exists(new StateFolder(state).Worktree("r")));
        var attempt = await journal.ReadAttemptAsync(Stop);
        Assert.True(!wasFinished || attempts == attempt?.Attempt, $"a finished call was repeated after '{output.Trim()}'");
        await Eventually.TrueAsync(() => ProcessTree.Find(attempt!.Token).Count == 0, "nothing is left running");
        return exitCode != 0;
    }

    async Task<(int ExitCode, string Output)> HostAsync(string state, string listener, int killAt)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["step", state, User.Path, User.Head, listener, killAt.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var host = Process.Start(start)!;
        var error = host.StandardError.ReadToEndAsync(Stop);
        var output = await host.StandardOutput.ReadToEndAsync(Stop);
        await host.WaitForExitAsync(Stop);
        return (host.ExitCode, output + await error);
    }
}
