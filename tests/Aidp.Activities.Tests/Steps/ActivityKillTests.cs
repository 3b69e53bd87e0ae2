using System.Diagnostics;
using System.Globalization;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Tests.Steps;

/// <summary>A process that runs the activities of a short run is killed at the k-th boundary, for every k, and started again.</summary>
public sealed class ActivityKillTests : WorkspaceFixture
{
    /// <summary>More boundaries than there are.</summary>
    const int Bound = 200;

    string Calls => Folder["calls"];

    string State => Folder["state"];

    [Fact]
    public async Task Kill_AtAnyBoundary_EveryActivityCountsOnceAndTheAgentIsCalledOnce()
    {
        User.WithCommit().Write(".gitignore", "ignored\n").Commit("Ignore");
        var killedAt = new List<string>();
        while (await KillsAsync(killedAt.Count + 1) is { } boundary)
        {
            killedAt.Add(boundary);
            Assert.True(killedAt.Count < Bound, "there is no end to the boundaries");
            Directory.Delete(State, recursive: true);
            File.Delete(Calls);
            User.Git("branch", "-D", "aidp/task");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', killedAt));
        Assert.Contains("agent.after", killedAt);
        // The journal begins; then the agent's commit, what undoes a part of it, and what was formatted.
        Assert.Equal(4, killedAt.Count(boundary => boundary == "journal.update-ref.after"));
        Assert.Contains("step.outcome.after", killedAt);
    }

    async Task<string?> KillsAsync(int k)
    {
        var (exitCode, output) = await HostAsync(k);
        if (exitCode != 0)
        {
            Assert.True(exitCode == 137 && output.Contains("killed ", StringComparison.Ordinal), output);
            var (again, second) = await HostAsync(0);
            Assert.True(again == 0 && second.Contains("1 forbidden, 1 undone", StringComparison.Ordinal), $"after '{output.Trim()}' (k = {k}): {second}");
        }

        var clone = new StateFolder(State).Repository(User.Path);
        var calls = await File.ReadAllLinesAsync(Calls, Stop);
        // Right after its start the agent is ended with its host at any point of its script: only such a call, which did not finish, is made again.
        var most = output.Contains("killed process.start.after", StringComparison.Ordinal) ? 2 : 1;
        Assert.True(calls.Length >= 1 && calls.Length <= most, $"{calls.Length} calls after '{output.Trim()}' (k = {k})");
        Assert.Equal("3", UserRepository.GitIn(clone, "rev-list", "--count", $"{User.Head}..refs/aidp/runs/r1"));
        Assert.Equal(".gitignore\nfile\nformatted\nreadme.md", User.Git("ls-tree", "-r", "--name-only", "aidp/task"));
        Assert.Equal("1", User.Git("rev-list", "--count", "main..aidp/task"));
        Assert.False(Directory.Exists(new StateFolder(State).Worktree("r1")));
        var attempt = await new StepJournal(new StateFolder(State).Step("r1", 2), TimeProvider.System).ReadAttemptAsync(Stop);
        await Eventually.TrueAsync(() => ProcessTree.Find(attempt!.Token).Count == 0, "nothing is left running");
        return exitCode == 0 ? null : output[(output.IndexOf("killed ", StringComparison.Ordinal) + "killed ".Length)..].Trim();
    }

    async Task<(int ExitCode, string Output)> HostAsync(int killAt)
    {
        var script = $"cat > /dev/null; test ! -e file || exit 9; echo x > file; echo no > forbidden; (setsid sleep 1000 >/dev/null 2>&1 &); echo call >> '{Calls}'; echo STATUS: COMPLETE";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["activities", State, User.Path, User.Head, script, killAt.ToString(CultureInfo.InvariantCulture)])
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
