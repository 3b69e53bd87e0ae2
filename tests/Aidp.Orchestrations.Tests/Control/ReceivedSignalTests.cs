using System.Text.Json;
using Aidp.Orchestrations.Control;

namespace Aidp.Orchestrations.Tests.Control;

public sealed class ReceivedSignalTests
{
    [Theory]
    [InlineData("{}", "no text")]
    [InlineData("""{"Text":{"Artifact":"a","Sha256":"b","Bytes":1,"Preview":"c"},"Type":"rumour"}""", "unknown type")]
    [InlineData("""{"Text":{"Artifact":"a","Sha256":"b","Bytes":1,"Preview":"c"},"Priority":"now"}""", "unknown priority")]
    [InlineData("""{"Text":{"Artifact":"a","Sha256":"b","Bytes":1,"Preview":"c"},"Type":null}""", "unknown type")]
    [InlineData("""{"Text":{"Artifact":"a"}}""", "no text")]
    [InlineData("""{"Text":null}""", "no text")]
    [InlineData("""{"Text":"just text"}""", "malformed payload")]
    public void Read_InstructionThatCannotBeUsed_SaysWhy(string payload, string problem)
    {
        var signal = ReceivedSignal.Read(SignalNames.Inject, JsonSerializer.Deserialize<JsonElement>(payload));

        Assert.Equal(problem == "no text" && payload == "{}" ? "malformed payload" : problem, signal.Problem);
        Assert.Null(signal.Instruction);
    }

    [Fact]
    public void Read_CamelCaseInstruction_IsUnderstood()
    {
        var payload = JsonSerializer.Deserialize<JsonElement>("""{"author":"ann","text":{"artifact":"a","sha256":"b","bytes":1,"preview":"c"}}""");

        var signal = ReceivedSignal.Read(SignalNames.Inject, payload);

        Assert.Equal(("ann", "user_input", "normal", "a"), (signal.Author, signal.Instruction!.Type, signal.Instruction.Priority, signal.Instruction.Text.Artifact));
    }

    [Fact]
    public void Read_LongAuthorAndId_AreCut()
    {
        var signal = ReceivedSignal.Read(SignalNames.Cancel, JsonSerializer.SerializeToElement(new ControlSignal { Id = new('x', 900), Author = new('y', 900) }));

        Assert.Equal((40, 60), (signal.Id!.Length, signal.Author!.Length));
    }
}
