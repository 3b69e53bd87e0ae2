using Aidp.Activities.Agents;
using Aidp.Activities.Processes;
using Aidp.Orchestrations.Steps;
using static Aidp.Activities.Tests.Agents.AgentExits;

namespace Aidp.Activities.Tests.Agents;

// The lines are what the real program printed, shortened; end-to-end tests run it.
public sealed class CodexAgentTests
{
    const string Started = """{"type":"thread.started","thread_id":"01a204d0"}""";
    const string Message = """{"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"All good.\nSTATUS: COMPLETE"}}""";
    const string Completed = """{"type":"turn.completed","usage":{"input_tokens":200,"cached_input_tokens":40,"cache_write_input_tokens":0,"output_tokens":60,"reasoning_output_tokens":10}}""";

    static AgentReply Read(AgentExit exit, params string[] lines) => CodexAgent.Definition.Read(lines, exit);

    [Fact]
    public void Read_CompletedTurn_HasMessageTokensAndUnknownCost()
    {
        var reply = Read(Exit(0), Started, """{"type":"error","message":"Reconnecting... 1/5 (429 Too Many Requests)"}""", Message, Completed);

        Assert.Equal((AgentOutcome.Completed, "All good.\nSTATUS: COMPLETE", "01a204d0"), (reply.Outcome, reply.Message, reply.Session));
        Assert.Equal(new Usage { InputTokens = 200, OutputTokens = 60, Turns = 1, CallsOfUnknownCost = 1 }, reply.Usage);
    }

    [Theory]
    [InlineData("exceeded retry limit, last status: 429 Too Many Requests", AgentOutcome.RateLimited)]
    [InlineData("You've hit your usage limit. Try again in 2 hours 5 minutes.", AgentOutcome.RateLimited)]
    [InlineData("Quota exceeded. Check your plan and billing details.", AgentOutcome.QuotaExceeded)]
    [InlineData("unexpected status 401 Unauthorized: invalid x-api-key, url: http://127.0.0.1:4812/v1/responses", AgentOutcome.AuthExpired)]
    [InlineData("We’re currently experiencing high demand, which may cause temporary errors.", AgentOutcome.Transient)]
    [InlineData("The model `x` does not exist", AgentOutcome.Permanent)]
    public void Read_FailedTurn_IsOfTheKindThatItsErrorSays(string error, AgentOutcome expected)
    {
        var reply = Read(Exit(1), Started, $$$"""{"type":"turn.failed","error":{"message":"{{{error}}}"}}""");

        Assert.Equal(expected, reply.Outcome);
        Assert.Contains(error, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UsageLimit_GivesTheResetTime() => Assert.Equal(
        Now.AddMinutes(125),
        Read(Exit(1), Started, """{"type":"turn.failed","error":{"message":"You've hit your usage limit. Try again in 2 hours 5 minutes."}}""").RetryAt);

    [Fact]
    public void Read_SilentWhileTheServerMakesItWait_IsRateLimited() => Assert.Equal(
        AgentOutcome.RateLimited,
        Read(Ended(ProcessEnd.IdleTimedOut), Started, """{"type":"error","message":"Reconnecting... 1/5 (exceeded retry limit, last status: 429 Too Many Requests)"}""").Outcome);

    [Fact]
    public void Read_SilentWithoutAnError_IsAnIdleTimeout() => Assert.Equal(AgentOutcome.IdleTimeout, Read(Ended(ProcessEnd.IdleTimedOut), Started).Outcome);

    [Fact]
    public void Read_EndedInTheMiddleOfATurn_IsTransient() => Assert.Equal(AgentOutcome.Transient, Read(Exit(0), Started, Message).Outcome);

    [Fact]
    public void Arguments_Session_IsResumedWithThePromptFromStandardInput() => Assert.Equal(
        ["exec", "resume", "--json", "--skip-git-repo-check", "-c", "sandbox_mode=\"workspace-write\"", "--model", "m", "01a204d0", "-"],
        CodexAgent.Definition.Arguments(Call("codex", "m", "01a204d0")));
}
