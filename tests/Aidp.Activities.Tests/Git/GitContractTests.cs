using System.Diagnostics;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Tests.Workspaces;

namespace Aidp.Activities.Tests.Git;

public sealed class GitContractTests : WorkspaceFixture
{
    /// <summary>What makes git execute a program, by the repository's own configuration.</summary>
    [Theory]
    [InlineData("core.fsmonitor", "status")]
    [InlineData("core.pager", "log")]
    [InlineData("core.editor", "commit")]
    [InlineData("core.sshCommand", "fetch", "ssh://localhost/x")]
    [InlineData("core.sshCommand", "fetch", "localhost:x")]
    [InlineData("credential.helper", "fetch", "http://127.0.0.1:1/x")]
    [InlineData("gpg.program", "commit", "-m", "x")]
    [InlineData("protocol.ext.allow", "fetch", "ext::TRAP")]
    public async Task Run_RepositoryThatConfiguresAProgram_DoesNotExecuteIt(string setting, params string[] call)
    {
        User.WithCommit().Write("staged", "x");
        User.Git("add", "-A");
        User.Git("config", "commit.gpgSign", "true");
        var trap = Trap("program");
        User.Git("config", setting, setting.StartsWith("protocol", StringComparison.Ordinal) ? "always" : trap);

        await GitRunner.TryRunAsync(new GitCall([.. call.Select(argument => argument.Replace("TRAP", trap, StringComparison.Ordinal))]) { WorkingDirectory = User.Path }, Stop);

        Assert.False(File.Exists(Folder["sprung"]));
    }

    [Theory]
    [InlineData("pre-commit")]
    [InlineData("post-commit")]
    [InlineData("reference-transaction")]
    [InlineData("post-index-change")]
    public async Task Run_RepositoryWithAHook_DoesNotExecuteIt(string hook)
    {
        User.WithCommit().Write("staged", "x");
        User.Git("add", "-A");
        File.Copy(Trap("program"), Path.Combine(User.Path, ".git/hooks", hook));

        var result = await GitRunner.RunAsync(new GitCall("commit", "-m", "x") { WorkingDirectory = User.Path }, Stop);

        Assert.True(result.IsSuccess);
        Assert.False(File.Exists(Folder["sprung"]));
    }

    [Fact]
    public async Task Run_AnyMachine_CommitsAsAidpInUtc()
    {
        User.WithCommit();

        await GitRunner.RunAsync(new GitCall("commit", "--allow-empty", "-m", "x") { WorkingDirectory = User.Path }, Stop);

        Assert.Matches(@"^Aidp <aidp@localhost> .* \+0000 \| Aidp <aidp@localhost>$", User.Git("log", "-1", "--format=%an <%ae> %ai | %cn <%ce>"));
    }

    [Fact]
    public async Task Run_GitVariablesOfThisProcess_AreNotPassedOn()
    {
        User.WithCommit();
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Aidp.Activities.TestHost"), ["git", User.Path, "rev-parse", "HEAD"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("GIT_DIR", "/does/not/exist"), ("GIT_INDEX_FILE", "/x"), ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.bare"), ("GIT_CONFIG_VALUE_0", "nonsense"), ("GIT_TRACE", "1"), ("GIT_OBJECT_DIRECTORY", "/x") })
        {
            start.Environment[name] = value;
        }

        using var host = Process.Start(start)!;

        Assert.Equal(User.Head, (await host.StandardOutput.ReadToEndAsync(Stop)).Trim());
        await host.WaitForExitAsync(Stop);
    }

    [Fact]
    public async Task Run_FailingCall_SaysWhatAndWhereAndWhy()
    {
        var problem = await Assert.ThrowsAsync<GitException>(() => GitRunner.RunAsync(new GitCall("cat-file", "-t", "nonsense") { WorkingDirectory = User.WithCommit().Path }, Stop));

        Assert.Contains("git cat-file failed (exit code 128)", problem.Message, StringComparison.Ordinal);
        Assert.Contains(User.Path, problem.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_EndsGit()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var token = ProcessTree.NewToken();
        // git waits for the beginning of a pipe that nobody writes to.
        await ShellAsync(Folder.Path, "mkfifo fifo");
        var call = GitRunner.RunAsync(new GitCall("config", "--file", Folder["fifo"], "--list") { WorkingDirectory = User.WithCommit().Path, Token = token }, cancel.Token);
        await Eventually.TrueAsync(() => ProcessTree.Find(token).Count > 0, "git runs");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(ProcessTree.Find(token));
    }

    [Theory]
    [InlineData("git version 2.29.9")]
    [InlineData("git version 1.8.3.1")]
    [InlineData("something else")]
    public void Check_OldVersion_NamesTheOneThatIsNeeded(string text) => Assert.Contains("2.30", Assert.Throws<GitException>(() => GitVersion.Check(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("git version 2.30.2")]
    [InlineData("git version 2.39.5 (Apple Git-154)")]
    [InlineData("git version 3.0.0-rc1")]
    public void Check_NewEnoughVersion_IsAccepted(string text) => GitVersion.Check(text);

    [Theory]
    [InlineData("item:12345:7:build:0123456789ab")]
    [InlineData("..a..lock.")]
    [InlineData("%3a")]
    [InlineData("run.lock")]
    public void Journal_AnyRunId_IsAValidRef(string run) => Assert.Equal("", UserRepository.GitIn("/", "check-ref-format", RefName.Journal(run)));

    string Trap(string name)
    {
        var trap = Folder.Script(name, $"#!/bin/sh\ntouch '{Folder["sprung"]}'\n");
        File.SetUnixFileMode(trap, (UnixFileMode)0b111_101_101);
        return trap;
    }
}
