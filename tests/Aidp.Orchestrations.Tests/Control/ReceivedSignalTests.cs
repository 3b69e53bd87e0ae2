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

    [Theory]
    [InlineData("{}", "malformed payload")]
    [InlineData("[]", "malformed payload")]
    [InlineData("""{"decision":"perhaps"}""", "the decision is neither approve nor deny")]
    [InlineData("""{"decision":"approve","file":"a"}""", "malformed payload")]
    [InlineData("""{"decision":"approve","files":"a"}""", "malformed payload")]
    [InlineData("""{"decision":"approve","files":[]}""", "the list of files is empty, too long, or has an empty name")]
    [InlineData("""{"decision":"approve","files":[null]}""", "the list of files is empty, too long, or has an empty name")]
    public void Read_ApprovalThatCannotBeUsed_SaysWhy(string payload, string problem) =>
        Assert.Equal(problem, ReceivedSignal.Read(SignalNames.Approve, JsonSerializer.Deserialize<JsonElement>(payload)).Problem);

    [Fact]
    public void Read_ReasonThatIsTooLong_IsRefusedAndNotCut() =>
        Assert.Equal("the reason is too long", ReceivedSignal.Read(SignalNames.Approve, JsonSerializer.SerializeToElement(new { decision = "deny", reason = new string('x', 201) })).Problem);

    [Theory]
    [InlineData("{}", "it changes nothing")]
    [InlineData("""{"author":"ann"}""", "it changes nothing")]
    [InlineData("""{"exclude":["a[b"]}""", "'a[b' in exclude is no pattern that git understands")]
    [InlineData("""{"allowProtected":["*"]}""", "'*' in allow_protected is no path of a file or folder; patterns do not count there")]
    [InlineData("""{"maxFiles":-1}""", "max_files must be 1 to 10000000")]
    [InlineData("""{"maxFiles":"1"}""", "malformed payload")]
    [InlineData("""{"protected":[]}""", "malformed payload")]
    public void Read_GuardPolicyThatCannotBeUsed_SaysWhy(string payload, string problem) =>
        Assert.Equal(problem, ReceivedSignal.Read(SignalNames.UpdateGuardPolicy, JsonSerializer.Deserialize<JsonElement>(payload)).Problem);

    [Fact]
    public void Over_WhatIsLeftOut_StaysAndZeroLiftsALimit()
    {
        var policy = new GuardSignal { Exclude = [], MaxFiles = GuardSignal.NoLimit }.Over(new() { Include = ["/src/"], Exclude = ["vendor/"], MaxFiles = 3, MaxLinesPerCommit = 9 });

        Assert.Equal(("/src/", 0, null, 9), (Assert.Single(policy.Include), policy.Exclude.Count, policy.MaxFiles, policy.MaxLinesPerCommit));
    }

    [Fact]
    public void Read_LongAuthorAndId_AreCut()
    {
        var signal = ReceivedSignal.Read(SignalNames.Cancel, JsonSerializer.SerializeToElement(new ControlSignal { Id = new('x', 900), Author = new('y', 900) }));

        Assert.Equal((40, 60), (signal.Id!.Length, signal.Author!.Length));
    }
}
