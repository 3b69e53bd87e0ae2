using Aidp.Cli.Following;

namespace Aidp.Cli.Tests.Following;

public sealed class TranscriptLineTests
{
    [Theory]
    [InlineData("plain output", "plain output")]
    [InlineData("{\"level\":\"info\"}", "{\"level\":\"info\"}")]
    [InlineData("{ not json", "{ not json")]
    [InlineData("""{"type":"system","subtype":"init","session_id":"s"}""")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"text","text":"I look.\nThen I change."}]}}""", "I look.", "Then I change.")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"tool_use","name":"Bash","input":{"command":"npm test\n2>&1"}}]}}""", "→ Bash npm test")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"tool_use","name":"TodoWrite","input":{"todos":[]}}]}}""", "→ TodoWrite")]
    [InlineData("""{"type":"user","message":{"content":[{"type":"tool_result","content":"a long file"}]}}""")]
    [InlineData("""{"type":"item.completed","item":{"type":"agent_message","text":"Done."}}""", "Done.")]
    [InlineData("""{"type":"item.completed","item":{"type":"command_execution","command":"ls"}}""", "→ ls")]
    [InlineData("""{"type":"item.completed","item":{"type":"file_change","changes":[{"path":"a.cs","kind":"update"}]}}""", "→ update a.cs")]
    [InlineData("""{"type":"turn.completed","usage":{}}""")]
    [InlineData("""{"type":"error","message":"out of quota"}""", "out of quota")]
    public void Read_OfALine_KeepsWhatAPersonWantsToSee(string line, params string[] expected) => Assert.Equal(expected, TranscriptLine.Read(line));
}
