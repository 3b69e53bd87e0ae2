using Aidp.Cli.Tests.Running;

namespace Aidp.Cli.Tests.Starting;

/// <summary>A run on a host elsewhere: it gets a clone URL and a commit, never a path.</summary>
public sealed class RunElsewhereTests(ServedHost host) : IClassFixture<ServedHost>
{
    [Fact]
    public async Task Run_CommitThatTheRemoteLacks_IsRefusedWithThePushCommand()
    {
        var (clone, server) = Clone("pushed");
        Commit(clone);
        using var early = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await RunAsync(early, "elsewhere-1", "--repo", clone));
        Assert.Contains("git push origin HEAD:refs/heads/main", early.Error, StringComparison.Ordinal);
        TestRepository.Git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
        using var late = host.Terminal();
        var exitCode = await RunAsync(late, "elsewhere-1", "--repo", clone);

        Assert.True(exitCode == ExitCodes.Completed, late.Out + late.Error);
        Assert.Equal("line\nline\n", TestRepository.Git(server, "show", "aidp/elsewhere-1:progress.txt"));
    }

    [Fact]
    public async Task Run_CloneUrl_StartsFromTheHeadOfTheRemoteOrFromACommitOfIt()
    {
        var (clone, server) = Clone("at-url");
        var first = TestRepository.Git(clone, "rev-parse", "HEAD").Trim();
        Commit(clone);
        TestRepository.Git(clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
        using var head = host.Terminal();
        using var older = host.Terminal();

        Assert.Equal(ExitCodes.Completed, await RunAsync(head, "elsewhere-2", "--repo", $"file://{server}"));
        Assert.Equal(ExitCodes.Completed, await RunAsync(older, "elsewhere-3", "--repo", $"file://{server}", "--commit", first));

        Assert.Equal(TestRepository.Git(clone, "rev-parse", "HEAD"), TestRepository.Git(server, "rev-parse", "aidp/elsewhere-2^"));
        Assert.Equal(first, TestRepository.Git(server, "rev-parse", "aidp/elsewhere-3^").Trim());
    }

    [Fact]
    public async Task Run_RepositoryThatNoOtherMachineCanRead_IsRefusedWithTheRemedy()
    {
        using var without = host.Terminal();
        using var path = host.Terminal();
        var (clone, server) = Clone("by-path");
        TestRepository.Git(clone, "remote", "set-url", "origin", server);

        Assert.Equal(ExitCodes.Usage, await RunAsync(without, "elsewhere-4", "--repo", host.Repository));
        Assert.Contains("git remote add origin URL", without.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, await RunAsync(path, "elsewhere-4", "--repo", clone));
        Assert.Contains("leave --host out", path.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GitServerThatDoesNotAnswer_IsNamed()
    {
        using var missing = host.Terminal();

        Assert.Equal(ExitCodes.Usage, await RunAsync(missing, "elsewhere-5", "--repo", $"file://{host.Place("nowhere.git")}"));
        Assert.Contains("does not answer", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CommitForAHostHere_IsRefused()
    {
        using var terminal = host.BareTerminal();

        Assert.Equal(ExitCodes.Usage, await terminal.RunAsync("run", "task", "--repo", host.Repository, "--commit", "main", "--agent", "demo"));
        Assert.Contains("--host", terminal.Error, StringComparison.Ordinal);
    }

    static Task<int> RunAsync(TestTerminal terminal, string id, params string[] more) => terminal.RunAsync(
        ["run", "Write two lines", "--agent-command", TestRepository.Agent, "--check", TestRepository.Check, "--id", id, .. more]);

    static void Commit(string clone) =>
        TestRepository.Git(clone, "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "--allow-empty", "-m", "More");

    (string Clone, string Server) Clone(string name)
    {
        var (clone, server) = (host.Place($"{name}-clone"), host.Place($"{name}.git"));
        TestRepository.Git(host.Repository, "clone", "--quiet", "--bare", host.Repository, server);
        TestRepository.Git(host.Repository, "clone", "--quiet", $"file://{server}", clone);
        return (clone, server);
    }
}
