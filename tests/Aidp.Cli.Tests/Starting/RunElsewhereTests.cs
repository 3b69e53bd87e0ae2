using Aidp.Cli.Starting;
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

    [Fact]
    public async Task Run_AnswerThatIsLost_IsAskedForAgainAndRunsOnce()
    {
        var (clone, _) = Clone("lost-answer");
        await using var relay = new Relay(host.Url) { LostStarts = 1 };
        using var terminal = host.Terminal();

        var exitCode = await terminal.RunAsync(Unnamed("Write lines once", clone, relay.Url));

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        Assert.Equal(2, relay.Requests.Count(line => line.StartsWith("POST /api/runs ", StringComparison.Ordinal)));
        using var list = host.Terminal();
        Assert.Equal(ExitCodes.Completed, await list.RunAsync("ps", "--all"));
        Assert.Single(list.Lines, line => line.StartsWith("write-lines-once-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AnswersThatAreAllLost_NamesTheRunThatMayHaveBegun()
    {
        var (clone, _) = Clone("lost-answers");
        await using var relay = new Relay(host.Url) { LostStarts = int.MaxValue };
        using var terminal = host.Terminal();

        Assert.Equal(ExitCodes.Failed, await terminal.RunAsync(Unnamed("Write lines unseen", clone, relay.Url)));
        Assert.Contains($"Whether it has started it: aidp status write-lines-unseen-", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SameIdAgain_IsRefused()
    {
        var (clone, _) = Clone("same-id");
        using var first = host.Terminal();
        using var second = host.Terminal();

        Assert.Equal(ExitCodes.Completed, await RunAsync(first, "elsewhere-6", "--repo", clone));
        Assert.Equal(ExitCodes.Usage, await RunAsync(second, "elsewhere-6", "--repo", clone));
        Assert.Contains("elsewhere-6", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerWithManyPullRequests_IsAskedWithFewCallsOfGit()
    {
        var (clone, server) = Clone("busy");
        foreach (var number in Enumerable.Range(1, 40))
        {
            Commit(clone);
            TestRepository.Git(clone, "push", "--quiet", "origin", $"HEAD:refs/pull/{number}/head");
        }

        TestRepository.Git(clone, "push", "--quiet", "origin", "HEAD~20:refs/tags/v1");
        using var pull = Counting(host.Terminal());
        using var tag = Counting(host.Terminal());
        using var branch = Counting(host.Terminal());

        var refused = await Assert.ThrowsAsync<CommandException>(() => new CloneSource(pull.Value).FindAsync(clone, null, TestContext.Current.CancellationToken));
        Assert.Contains("Push it first", refused.Message, StringComparison.Ordinal);
        Assert.InRange((await File.ReadAllLinesAsync(host.Place("git-calls"), TestContext.Current.CancellationToken)).Length, 1, 10);
        var tagged = await new CloneSource(tag.Value).FindAsync(clone, "HEAD~25", TestContext.Current.CancellationToken);
        Assert.Equal(TestRepository.Git(clone, "rev-parse", "HEAD~25").Trim(), tagged.Repository.BaseCommit);
        var first = await new CloneSource(branch.Value).FindAsync(clone, "HEAD~40", TestContext.Current.CancellationToken);
        Assert.Equal(TestRepository.Git(server, "rev-parse", "main").Trim(), first.Repository.BaseCommit);
    }

    [Fact]
    public async Task Run_WithoutAPlaceForStateHere_GoesToTheHostElsewhere()
    {
        var (clone, _) = Clone("stateless");
        await File.WriteAllTextAsync(Path.Combine(clone, "aidp.yml"), $"checks: [{{ name: lines, run: '{TestRepository.Check["lines=".Length..]}' }}]\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(host.Place("no-folder"), "", TestContext.Current.CancellationToken);
        using var terminal = host.Terminal();
        terminal.Variables["AIDP_STATE"] = host.Place("no-folder");

        var exitCode = await terminal.RunAsync("run", "Write two lines", "--agent-command", TestRepository.Agent, "--id", "elsewhere-7", "--repo", clone, "--yes");

        Assert.True(exitCode == ExitCodes.Completed, terminal.Out + terminal.Error);
        Assert.Contains("note: What you agree to is not remembered. ", terminal.Error, StringComparison.Ordinal);
    }

    // A git first in PATH that notes each call.
    TestTerminal Counting(TestTerminal terminal)
    {
        var folder = Directory.CreateDirectory(host.Place("counting")).FullName;
        var git = Path.Combine(folder, "git");
        File.WriteAllText(git, $"#!/bin/sh\necho \"$1\" >> '{host.Place("git-calls")}'\nPATH='{Environment.GetEnvironmentVariable("PATH")}' exec git \"$@\"\n");
        File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        terminal.Variables["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        return terminal;
    }

    static string[] Unnamed(string task, string clone, Uri url) =>
        ["run", task, "--repo", clone, "--agent-command", TestRepository.Agent, "--check", TestRepository.Check, "--host", url.ToString()];

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
