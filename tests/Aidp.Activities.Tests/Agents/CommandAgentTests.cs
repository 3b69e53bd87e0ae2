using Aidp.Activities.Agents;
using Aidp.Orchestrations.Steps;
using static Aidp.Activities.Tests.Agents.AgentExits;

namespace Aidp.Activities.Tests.Agents;

public sealed class CommandAgentTests
{
    static AgentReply Read(AgentExit exit, params string[] lines) => CommandAgent.Definition.Read(lines, exit);

    [Fact]
    public void Read_ExitCodeZero_IsCompletedWithItsOutputAsMessage()
    {
        var reply = Read(Exit(0, "rate limit exceeded 429"), "Added retries for status 429 Too Many Requests.", "", "STATUS: COMPLETE", "");

        Assert.Equal((AgentOutcome.Completed, "Added retries for status 429 Too Many Requests.\n\nSTATUS: COMPLETE"), (reply.Outcome, reply.Message));
        Assert.Equal(new Usage { CallsOfUnknownCost = 1 }, reply.Usage);
    }

    [Fact]
    public void Read_OutcomeOnTheLastLine_IsTakenFromTheMessage()
    {
        var reply = Read(Exit(0), "Done.", """{"aidp":"completed","complete":true,"cost_usd":0.12,"input_tokens":900,"output_tokens":80,"turns":3}""", "");

        Assert.Equal(("Done.", true), (reply.Message, reply.SaysComplete));
        Assert.Equal(new Usage { InputTokens = 900, OutputTokens = 80, CostUsd = 0.12m, Turns = 3 }, reply.Usage);
    }

    [Fact]
    public void Read_ReportedRateLimit_HasItsResetTime()
    {
        var reply = Read(Exit(1), """{"aidp":"rate_limited","error":"slow down","retry_at":"2026-11-22T13:00:00Z"}""");

        Assert.Equal((AgentOutcome.RateLimited, "slow down", Now.AddHours(1)), (reply.Outcome, reply.Error, reply.RetryAt));
    }

    [Theory]
    [InlineData("""{"aidp":"splendid"}""")]
    [InlineData("""{"aidp":"cancelled"}""")]
    [InlineData("""{"aidp":7}""")]
    [InlineData("""{"result":"completed"}""")]
    [InlineData("""{"aidp":"completed" """)]
    public void Read_OtherJsonOnTheLastLine_IsPartOfTheMessage(string line) => Assert.Equal(line.Trim(), Read(Exit(0), line).Message);

    [Theory]
    [InlineData(1, "boom", AgentOutcome.Permanent)]
    [InlineData(1, "HTTP 429 Too Many Requests", AgentOutcome.RateLimited)]
    [InlineData(1, "connect ECONNREFUSED 127.0.0.1:1", AgentOutcome.Transient)]
    [InlineData(75, "", AgentOutcome.Transient)]
    [InlineData(126, "", AgentOutcome.NotInstalled)]
    [InlineData(127, "sh: 1: aider: not found", AgentOutcome.NotInstalled)]
    [InlineData(137, "", AgentOutcome.Transient)]
    public void Read_FailedProcess_IsOfTheKindThatItsExitSays(int code, string stderr, AgentOutcome expected)
    {
        var reply = Read(Exit(code, stderr), "my message about quota exceeded");

        Assert.Equal(expected, reply.Outcome);
        Assert.Contains(code == 137 ? "signal 9" : $"{code}", reply.Error, StringComparison.Ordinal);
        Assert.EndsWith(stderr.Length > 0 ? $": {stderr}." : ".", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b]0;x\u0007\u001b[31mboom\u001b[0m\n")]
    [InlineData("10 %\rboom\n")]
    public void Read_FailureThatWouldSteerATerminal_IsPlain(string stderr) => Assert.Equal("'command' failed with exit code 1: boom.", Read(Exit(1, stderr)).Error);

    [Fact]
    public void Read_ReasonThatWouldSteerATerminal_IsPlain() => Assert.Equal("boom", Read(Exit(1), """{"aidp":"permanent","error":"\u001b[2Jboom"}""").Error);

    [Fact]
    public void Read_CompletedButFailedProcess_IsNotCompleted() => Assert.Equal(AgentOutcome.Permanent, Read(Exit(1), """{"aidp":"completed"}""").Outcome);

    [Fact]
    public void Read_MoreOutputThanAMessageHolds_KeepsTheEnd()
    {
        var message = Read(Exit(0), [.. Enumerable.Range(0, 50_000).Select(i => $"line {i}"), "STATUS: COMPLETE"]).Message;

        Assert.InRange(message!.Length, 200_000, MessageTail.MaximumLength);
        Assert.EndsWith("line 49999\nSTATUS: COMPLETE", message, StringComparison.Ordinal);
    }
}
