using Aidp.Activities.Activities;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Tests.Workspaces;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Steps;

public sealed class InterruptedAgentTests : AgentStepFixture
{
    [Fact]
    public async Task Run_RunThatIsCancelled_EndsTheTreeWithinTwoSecondsAndKeepsTheFiles()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo half > file; echo up > {Calls}; (setsid sleep 1000 &); sleep 1000"));
        var call = CallAsync(input);
        await Eventually.TrueAsync(() => File.Exists(Calls), "the agent runs");

        var cancelled = System.Diagnostics.Stopwatch.StartNew();
        Instance = Seen(OrchestrationRuntimeStatus.Running, """{"State":"APPLY_PATCH","Cancelling":true}""");
        await Eventually.TrueAsync(() => Running().Count == 0, "the tree is ended");
        var result = await call;

        Assert.Equal((AgentOutcome.Cancelled, 1), (result.Outcome, result.FilesChanged));
        TestContext.Current.TestOutputHelper?.WriteLine($"ended after {cancelled.Elapsed}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RunThatIsOver_DoesNotCallTheAgent(bool isGone)
    {
        Instance = isGone ? null : Seen(OrchestrationRuntimeStatus.Terminated);

        var result = await CallAsync(await StartAsync(), $"echo call > {Calls}");

        Assert.Equal((AgentOutcome.Cancelled, 0, 0), (result.Outcome, result.FilesChanged, result.Usage.CallsOfUnknownCost));
        Assert.False(File.Exists(Calls));
    }

    [Fact]
    public async Task Run_HostThatStops_LeavesTheCallToTheNextAttempt()
    {
        var input = await InputAsync(await StartAsync(), Command($"echo half > file; echo call >> {Calls}; [ $(wc -l < {Calls}) -gt 1 ] || sleep 1000; rm -f half; echo done"));
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var call = Activity<ExecuteAgent>().RunAsync(input, Client, stop.Token);
            await Eventually.TrueAsync(() => File.Exists(Calls), "the agent runs");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        var result = await CallAsync(input);

        Assert.Equal((AgentOutcome.Completed, 1, 2), (result.Outcome, result.FilesChanged, result.Usage.CallsOfUnknownCost));
        Assert.Contains(result.Notices, notice => notice.Contains("refs/aidp/salvage/", StringComparison.Ordinal));
        Assert.Equal(1, JournalLength());
    }

    [Fact]
    public async Task Run_InterruptedSession_IsTakenUpAgainOnTheFilesAsItLeftThem()
    {
        var agent = await FakeClaudeAsync("""
            case "$*" in *--resume*) echo "resumed $(cat half)" > file; rm half ;; *) echo left > half; echo up > CALLS; sleep 1000 ;; esac
            """);
        var input = await InputAsync(await StartAsync(), agent);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var call = Activity<ExecuteAgent>().RunAsync(input, Client, stop.Token);
            await Eventually.TrueAsync(() => File.Exists(Calls), "the agent runs");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        var result = await CallAsync(input);

        Assert.Equal((AgentOutcome.Completed, 1, 0.5m), (result.Outcome, result.Usage.CallsOfUnknownCost, result.Usage.CostUsd));
        Assert.Equal("resumed left", UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":file"));
        Assert.Contains("interrupted", await TextAsync(result.Prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InterruptedSessionWhoseFilesAreGone_BeginsAnewOnTheFilesAsTheyWere()
    {
        var agent = await FakeClaudeAsync("""
            case "$*" in *--resume*) ls > resumed ;; *) if [ -e CALLS ]; then ls > file; else echo up > CALLS; sleep 1000; fi ;; esac
            """);
        var input = await InputAsync(await StartAsync(), agent);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var call = Activity<ExecuteAgent>().RunAsync(input, Client, stop.Token);
            await Eventually.TrueAsync(() => File.Exists(Calls), "the agent runs");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Directory.Delete(State.Worktree("r1"), recursive: true);
        var result = await CallAsync(input);

        Assert.Equal("file\nreadme.md", UserRepository.GitIn(State.Repository(User.Path), "ls-tree", "--name-only", result.Workspace.Commit));
    }

    [Fact]
    public async Task Run_InterruptedSessionThatIsGone_BeginsAnewOnTheFilesAsTheyWere()
    {
        var agent = await FakeClaudeAsync("""
            case "$*" in
              *--resume*) echo '{"type":"result","subtype":"error_during_execution","is_error":true,"num_turns":0,"session_id":"s-1","total_cost_usd":0,"usage":{}}'; exit 1 ;;
              *) if [ -e CALLS ]; then ls > file; else echo left > half; echo up > CALLS; sleep 1000; fi ;;
            esac
            """);
        var input = await InputAsync(await StartAsync(), agent);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop))
        {
            var call = Activity<ExecuteAgent>().RunAsync(input, Client, stop.Token);
            await Eventually.TrueAsync(() => File.Exists(Calls), "the agent runs");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        var result = await CallAsync(input);

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
        Assert.Equal("file\nreadme.md", UserRepository.GitIn(State.Repository(User.Path), "show", result.Workspace.Commit + ":file"));
    }
}
