using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.Agents;

/// <summary>Whole runs of the built executable with the vendors' real command lines, each of which talks to a scripted model on loopback.</summary>
public sealed class AgentRunTests(ITestOutputHelper output)
{
    /// <summary>Far longer than a process of an agent outlives its host, or takes to write its session down.</summary>
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Run_Claude_CompletesAtTheSecondIterationWithUsageAndCost()
    {
        await using var run = await ScriptedRun.PrepareAsync("claude");
        using var process = run.Start();
        var end = await process.WaitAsync();

        await run.AssertFinishedAsync(end);
        var usage = end.Result.GetProperty("usage");
        Assert.Equal((400, 120, 4), (usage.GetProperty("inputTokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64(), usage.GetProperty("turns").GetInt32()));
        Assert.True(usage.GetProperty("costUsd").GetDecimal() > 0, end.Output);
        Assert.Equal(0, usage.GetProperty("callsOfUnknownCost").GetInt32());
    }

    [Fact]
    public async Task Run_Codex_CompletesAtTheSecondIterationWithUsage()
    {
        await using var run = await ScriptedRun.PrepareAsync("codex");
        using var process = run.Start();
        var end = await process.WaitAsync();

        await run.AssertFinishedAsync(end);
        var usage = end.Result.GetProperty("usage");
        Assert.Equal((400, 120, 2), (usage.GetProperty("inputTokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64(), usage.GetProperty("turns").GetInt32()));
        Assert.Equal(2, usage.GetProperty("callsOfUnknownCost").GetInt32());
    }

    /// <summary>The model would never answer, and the agent would wait for the quarter of an hour that it may be silent: that its processes are gone is the cancel's doing.</summary>
    [Fact]
    public async Task Cancel_WhileClaudeWaitsForItsModel_EndsItsWholeTreeAndKeepsTheWork()
    {
        var held = new HeldRequest(body => body.Contains("\"type\":\"tool_result\"", StringComparison.Ordinal));
        await using var run = await ScriptedRun.PrepareAsync("claude", held);
        using var process = run.Start();
        var ending = process.WaitAsync();
        await Task.WhenAny(held.Arrived, ending);
        Assert.True(held.Arrived.IsCompleted, $"The agent never told its model what a tool said:\n{process.Output}\n{process.Error}");
        var before = run.AgentProcesses().Count;
        Assert.InRange(before, 2, int.MaxValue);

        (await run.CancelAsync()).AssertExit(0);
        var cancelled = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => run.AgentProcesses().Count == 0, _patience);
        var gone = TimeProvider.System.GetElapsedTime(cancelled);
        await held.Abandoned.WaitAsync(_patience, TestContext.Current.CancellationToken);

        output.WriteLine($"{before} processes were gone {gone.TotalSeconds:0.00} s after the cancel was taken.");
        var end = await ending;
        end.AssertExit(130);
        Assert.Equal("cancelled", end.Result.GetProperty("status").GetString());
        Assert.Equal("41", await Shell.GitAsync(run.Repository, "show", $"aidp/{ScriptedRun.Id}:value"));
    }

    [Theory]
    [InlineData("claude", "\"type\":\"tool_result\"")]
    [InlineData("codex", "\"type\":\"custom_tool_call_output\"")]
    public async Task Run_HostKilledInTheMiddleOfACall_TakesTheSessionUpAgainAndComesToTheSameEnd(string agent, string toolOutput)
    {
        var held = new HeldRequest(body => body.Contains(toolOutput, StringComparison.Ordinal));
        await using var run = await ScriptedRun.PrepareAsync(agent, held);
        using var process = run.Start();
        var ending = process.WaitAsync();
        await Task.WhenAny(held.Arrived, ending);
        Assert.True(held.Arrived.IsCompleted, $"The agent never told its model what a tool said:\n{process.Output}\n{process.Error}");
        await run.WaitForSessionWithAsync(toolOutput, _patience);
        process.Kill();
        Assert.Equal(AidpResult.Killed, (await ending).ExitCode);
        await held.Abandoned.WaitAsync(_patience, TestContext.Current.CancellationToken);
        var asked = run.Requests.Count;

        var end = await run.AttachAsync();

        await run.AssertFinishedAsync(end);
        var resumed = run.Requests.ElementAt(asked);
        Assert.Contains(toolOutput, resumed, StringComparison.Ordinal);
        Assert.Contains("Your last call was interrupted.", resumed, StringComparison.Ordinal);
        // One request to go on, and two for the second iteration: what was done before the kill is not done again.
        Assert.Equal(asked + 3, run.Requests.Count);
        // Nobody knows what the dead call cost; codex never says what a call costs, but counts the tokens of the whole session.
        var usage = end.Result.GetProperty("usage");
        Assert.Equal(agent == "claude" ? (300, 90, 1) : (400, 120, 3), (usage.GetProperty("inputTokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64(), usage.GetProperty("callsOfUnknownCost").GetInt32()));
    }
}
