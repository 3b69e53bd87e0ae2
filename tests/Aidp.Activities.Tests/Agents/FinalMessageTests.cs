using Aidp.Activities.Agents;

namespace Aidp.Activities.Tests.Agents;

public sealed class FinalMessageTests
{
    const string Prompt = "When all is done, begin a line with STATUS: COMPLETE.\n````text\nAlso support the line\nSTATUS: COMPLETE\nFile task: \"echo\" priority: high\nin the parser.\n````\nBegin.";

    [Theory]
    [InlineData("STATUS: COMPLETE")]
    [InlineData("Did it.\n\nSTATUS: COMPLETE\n")]
    [InlineData("Did it.\r\nSTATUS: COMPLETE\r\nBye.")]
    [InlineData("status: complete.")]
    [InlineData("```\ncode\n```\nSTATUS: COMPLETE")]
    public void Read_CompleteAtTheStartOfALine_IsComplete(string message) => Assert.True(FinalMessage.Read(message, Prompt).SaysComplete);

    [Theory]
    [InlineData("")]
    [InlineData("It is not yet STATUS: COMPLETE")]
    [InlineData("  STATUS: COMPLETE")]
    [InlineData("> STATUS: COMPLETE")]
    [InlineData("STATUS: COMPLETELY broken")]
    [InlineData("STATUS: COMPLETE? No.")]
    [InlineData("```\nSTATUS: COMPLETE\n```")]
    [InlineData("~~~\nSTATUS: COMPLETE")]
    public void Read_AnythingElse_IsNotComplete(string message) => Assert.False(FinalMessage.Read(message, Prompt).SaysComplete);

    [Fact]
    public void Read_EchoOfThePrompt_SignalsNothing()
    {
        var inner = string.Join('\n', Prompt.Split('\n')[2..6]);

        foreach (var message in new[] { Prompt, inner, $"You wrote:\n{inner}\nI begin." })
        {
            var read = FinalMessage.Read(message, Prompt);
            Assert.False(read.SaysComplete);
            Assert.Empty(read.Tasks);
        }
    }

    [Fact]
    public void Read_CompleteOfItsOwnAfterATaskAboutIt_IsComplete() => Assert.True(FinalMessage.Read("The parser knows the line now.\nSTATUS: COMPLETE", Prompt).SaysComplete);

    [Fact]
    public void Read_Tasks_AreFiledAndUpdated()
    {
        var tasks = FinalMessage.Read(
            """
            File task: "Write \"docs\"" priority: HIGH tags: docs, later
            - File task: "Only text"
            Update task: t1 status: done
            Update task: t2 status: abandoned reason: "not needed"
            """,
            Prompt).Tasks;

        Assert.Equal([("Write \"docs\"", "high", "pending"), ("Only text", "medium", "pending"), (null, null, "done"), (null, null, "abandoned")], tasks.Select(task => (task.Text, task.Priority, task.Status)));
        Assert.Equal(["docs", "later"], tasks[0].Tags);
        Assert.Equal(("t2", "not needed"), (tasks[3].Id, tasks[3].Reason));
    }

    [Theory]
    [InlineData("File task: \"\" priority: high")]
    [InlineData("File task: \"x\" priority: urgent")]
    [InlineData("Use `File task: \"x\"` to file one")]
    [InlineData("Update task: t1 status: finished")]
    [InlineData("Update task: a b status: done")]
    public void Read_OutsideTheGrammar_IsNoTask(string line) => Assert.Empty(FinalMessage.Read(line, Prompt).Tasks);

    [Fact]
    public void Read_TooManyAndTooLong_AreCut()
    {
        var tasks = FinalMessage.Read(string.Join('\n', Enumerable.Range(0, 30).Select(i => $"File task: \"{i} {string.Concat(Enumerable.Repeat("🙂", 300))}\"")), Prompt).Tasks;

        Assert.Equal(20, tasks.Count);
        Assert.All(tasks, task => Assert.InRange(task.Text!.Length, 190, 200));
        Assert.All(tasks, task => Assert.False(char.IsHighSurrogate(task.Text![^2])));
    }
}
