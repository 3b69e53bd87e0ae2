using Aidp.Activities.Agents;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;
using static Aidp.Activities.Tests.Agents.AgentExits;

namespace Aidp.Activities.Tests.Agents;

// The lines are what the real program printed, shortened; end-to-end tests run it.
public sealed class ClaudeAgentTests
{
    const string Init = """{"type":"system","subtype":"init","cwd":"/w","session_id":"a0e788da","tools":["Bash"],"model":"claude-opus-4-8"}""";
    const string Text = """{"type":"assistant","message":{"id":"msg_2","content":[{"type":"text","text":"I am about rate limits: 429 Too Many Requests"}]},"session_id":"a0e788da"}""";
    const string Success = """{"type":"result","subtype":"success","is_error":false,"api_error_status":null,"num_turns":2,"result":"All good.\nSTATUS: COMPLETE","session_id":"a0e788da","total_cost_usd":0.00207,"usage":{"input_tokens":200,"cache_creation_input_tokens":3,"cache_read_input_tokens":40,"output_tokens":42}}""";

    static AgentReply Read(AgentExit exit, params string[] lines) => ClaudeAgent.Definition.Read(lines, exit);

    [Fact]
    public void Read_SuccessfulResult_IsCompletedWithUsageAndSession()
    {
        var reply = Read(Exit(0), Init, Text, Success);

        Assert.Equal((AgentOutcome.Completed, "All good.\nSTATUS: COMPLETE", "a0e788da"), (reply.Outcome, reply.Message, reply.Session));
        Assert.Equal(new Usage { InputTokens = 243, OutputTokens = 42, CostUsd = 0.00207m, Turns = 2 }, reply.Usage);
    }

    [Fact]
    public void Read_TextsThatSpeakOfRateLimits_AreNotOne() =>
        Assert.Equal(AgentOutcome.Completed, Read(Exit(0, "warning: rate limit 429, quota exceeded"), Init, Text, Success).Outcome);

    [Theory]
    [InlineData("rate_limit", "429", "API Error: Request rejected (429)", AgentOutcome.RateLimited)]
    [InlineData("billing_error", "400", "Credit balance is too low", AgentOutcome.QuotaExceeded)]
    [InlineData("authentication_failed", "401", "Invalid API key · Fix external API key", AgentOutcome.AuthExpired)]
    [InlineData("authentication_failed", "null", "Not logged in · Please run /login", AgentOutcome.AuthExpired)]
    [InlineData("server_error", "500", "API Error: 500 Internal server error", AgentOutcome.Transient)]
    [InlineData("invalid_request", "400", "API Error: 400 prompt is too long, rate limit", AgentOutcome.Permanent)]
    public void Read_ErrorResult_IsOfTheKindThatItsStructureSays(string error, string status, string text, AgentOutcome expected)
    {
        var reply = Read(
            Exit(1),
            Init,
            $$"""{"type":"assistant","message":{"model":"<synthetic>","content":[{"type":"text","text":"{{text}}"}]},"session_id":"a0e788da","error":"{{error}}"}""",
            $$$"""{"type":"result","subtype":"success","is_error":true,"api_error_status":{{{status}}},"num_turns":1,"result":"{{{text}}}","session_id":"a0e788da","total_cost_usd":0,"usage":{"input_tokens":0,"output_tokens":0}}""");

        Assert.Equal(expected, reply.Outcome);
        Assert.Contains(text, reply.Error, StringComparison.Ordinal);
        Assert.Null(reply.Message);
    }

    [Fact]
    public void Read_RejectedRateLimitEvent_GivesTheResetTime()
    {
        var reset = Now.AddHours(3);
        var reply = Read(
            Exit(1),
            Init,
            $$$"""{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":{{{reset.ToUnixTimeSeconds()}}}},"session_id":"a0e788da"}""",
            """{"type":"assistant","message":{},"error":"rate_limit","session_id":"a0e788da"}""",
            """{"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your limit","session_id":"a0e788da","total_cost_usd":0.5,"usage":{}}""");

        Assert.Equal((AgentOutcome.RateLimited, reset, 0.5m), (reply.Outcome, reply.RetryAt, reply.Usage.CostUsd));
    }

    [Fact]
    public void Read_EndedBeforeItsResult_IsTransientOfUnknownCostWithItsSession()
    {
        var reply = Read(Exit(0), Init, Text, """{"type":"resu""");

        Assert.Equal((AgentOutcome.Transient, "a0e788da", 1), (reply.Outcome, reply.Session, reply.Usage.CallsOfUnknownCost));
    }

    [Theory]
    [InlineData(ProcessEnd.TimedOut, AgentOutcome.Timeout)]
    [InlineData(ProcessEnd.IdleTimedOut, AgentOutcome.IdleTimeout)]
    [InlineData(ProcessEnd.Cancelled, AgentOutcome.Cancelled)]
    [InlineData(ProcessEnd.NotFound, AgentOutcome.NotInstalled)]
    [InlineData(ProcessEnd.SupervisorLost, AgentOutcome.Transient)]
    internal void Read_EndedByUs_SaysHow(ProcessEnd end, AgentOutcome expected) => Assert.Equal(expected, Read(Ended(end), Init).Outcome);

    [Fact]
    public void Read_ResultBeforeTheTimeout_IsCompleted() => Assert.Equal(AgentOutcome.Completed, Read(Ended(ProcessEnd.IdleTimedOut), Init, Success).Outcome);

    [Fact]
    public void Arguments_ModelAndSession_AreGivenAndThePromptIsNot() => Assert.Equal(
        ["-p", "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash", "--permission-mode", "acceptEdits", "--model", "opus", "--resume", "a0e788da"],
        ClaudeAgent.Definition.Arguments(Call("claude", "opus", "a0e788da")));
}
