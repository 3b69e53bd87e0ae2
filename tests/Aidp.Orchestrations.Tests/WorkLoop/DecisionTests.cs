using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Tests.WorkLoop;

public sealed class DecisionTests
{
    [Theory]
    [InlineData(1, true, false, false)]
    [InlineData(2, false, false, false)]
    [InlineData(5, true, true, false)]
    [InlineData(9, false, false, false)]
    [InlineData(10, true, true, true)]
    [InlineData(12, false, false, false)]
    [InlineData(15, true, true, true)]
    public void Rhythm_Iteration_HasItsDuties(int iteration, bool checkpoint, bool style, bool assessment) =>
        Assert.Equal((checkpoint, style, assessment), (Rhythm.HasCheckpoint(iteration), Rhythm.HasStyleGuide(iteration), Rhythm.HasAssessment(iteration)));

    [Theory]
    [InlineData(10, "a,b", "a,b", true)]
    [InlineData(10, "a,b", "a,b,c", true)]
    [InlineData(10, "a,b", "b", false)]
    [InlineData(10, "", "a", false)]
    [InlineData(11, "a", "a", false)]
    [InlineData(5, "a", "a", false)]
    public void Assessment_NothingMendedSinceTheLastLook_SaysSo(int iteration, string before, string now, bool stuck) =>
        Assert.Equal(stuck, Assessment.Of(iteration, List(before), List(now)) is not null);

    [Theory]
    [InlineData(2, 2, false, false, null)]
    [InlineData(3, 0, true, false, "no_changes")]
    [InlineData(3, 0, true, true, "stalled")]
    [InlineData(3, 0, false, false, "stalled")]
    [InlineData(3, 0, false, true, "stalled")]
    [InlineData(0, 3, true, true, "agent")]
    [InlineData(3, 3, false, false, "agent")]
    public void Stall_ByItsCounts_Ends(int idle, int permanent, bool checksPass, bool anyChange, string? reason) =>
        Assert.Equal(reason, Stall.Judge(idle, permanent, checksPass, anyChange, "x")?.Reason);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(1_000_000, 60)]
    public void Backoff_Attempt_DoublesUpToALimit(int attempt, int seconds)
    {
        var (first, most) = (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.After(attempt, first, most, Guid.Empty));
        Assert.Equal(TimeSpan.FromSeconds(seconds) / 2, Backoff.After(attempt, first, most, Guid.AllBitsSet));
    }

    [Theory]
    [InlineData(true, true, true, null)]
    [InlineData(true, false, true, "STATUS: COMPLETE")]
    [InlineData(true, true, false, "tasks")]
    [InlineData(true, false, false, "STATUS: COMPLETE")]
    public void FirstClosed_Gates_NamesTheFirst(bool checks, bool agent, bool tasks, string? part)
    {
        var text = Gates.FirstClosed(new(checks, agent, tasks), new());

        Assert.Equal(part is null, text is null);
        Assert.Contains(part ?? "", text ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pending", null, true)]
    [InlineData("in_progress", null, true)]
    [InlineData("done", null, false)]
    [InlineData("abandoned", "not needed", false)]
    [InlineData("abandoned", " ", true)]
    public void TaskList_Update_OpensOrSettles(string status, string? reason, bool open)
    {
        var tasks = new TaskList().After([new() { Text = "a", Status = "pending" }, new() { Id = "t1", Status = status, Reason = reason }, new() { Id = "t9", Status = "done" }]);

        Assert.Equal(open ? 1 : 0, tasks.Open.Count);
        Assert.Single(tasks.Tasks);
    }

    [Fact]
    public void TaskList_MoreThanItKeeps_DropsTheRest()
    {
        var tasks = new TaskList().After(Enumerable.Range(0, 80).Select(number => new TaskSignal { Text = $"task {number}", Status = "pending" }));

        Assert.Equal((TaskList.Most, "t50"), (tasks.Tasks.Count, tasks.Tasks[^1].Id));
    }

    [Theory]
    [InlineData("Fix it", "completed", "Fix it")]
    [InlineData("Fix it", "failed", "Incomplete: Fix it")]
    [InlineData("  \u0007Fix\nmore", "completed", "Fix")]
    [InlineData("", "completed", "fix-the-sum")]
    public void CommitMessage_Subject_IsTheTasksFirstLine(string preview, string status, string subject)
    {
        var request = Driving.Requests.Simple with { Task = new("a", "b", 1, preview) };
        var ending = status == "completed" ? Ending.Completed : Ending.MaxIterations(50);

        Assert.Equal(subject, CommitMessage.Of(request, "r1", ending, 4).Split('\n')[0]);
    }

    [Fact]
    public void CommitMessage_LongChineseTaskWithEmoji_IsCutBetweenCharacters()
    {
        var request = Driving.Requests.Simple with { Task = new("a", "b", 1, string.Concat(Enumerable.Repeat("修复👩‍💻", 60))) };

        var subject = CommitMessage.Of(request, "r1", Ending.Cancelled(null), 4).Split('\n')[0];

        Assert.EndsWith("...", subject, StringComparison.Ordinal);
        Assert.DoesNotContain("\uFFFD", System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(subject)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RunStatus.Cancelled, "cancelled")]
    [InlineData(RunStatus.NoChanges, "without changes")]
    [InlineData(RunStatus.NeedsInput, "waiting for a person")]
    [InlineData(RunStatus.Failed, "failed")]
    public void CommitMessage_NotCompleted_SaysHowItEnded(RunStatus status, string word) =>
        Assert.Contains($"The run ended {word} (r) after 4 iterations.", CommitMessage.Of(Driving.Requests.Simple, "r1", new(status, "r"), 4), StringComparison.Ordinal);

    static string[] List(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
