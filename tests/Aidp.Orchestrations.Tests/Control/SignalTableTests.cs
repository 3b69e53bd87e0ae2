using Aidp.Orchestrations.Control;

namespace Aidp.Orchestrations.Tests.Control;

public sealed class SignalTableTests
{
    [Theory]
    [InlineData("Running", "pause_work_loop", "Pause")]
    [InlineData("Running", "resume_work_loop", "None")]
    [InlineData("Running", "cancel_work_loop", "Cancel")]
    [InlineData("Running", "inject_instruction", "Queue")]
    [InlineData("Waiting", "pause_work_loop", "Pause")]
    [InlineData("Waiting", "resume_work_loop", "Resume")]
    [InlineData("Waiting", "cancel_work_loop", "Cancel")]
    [InlineData("Waiting", "inject_instruction", "Queue")]
    [InlineData("Paused", "pause_work_loop", "None")]
    [InlineData("Paused", "resume_work_loop", "Resume")]
    [InlineData("Paused", "cancel_work_loop", "Cancel")]
    [InlineData("Paused", "inject_instruction", "Queue")]
    [InlineData("Cancelling", "pause_work_loop", "None")]
    [InlineData("Cancelling", "resume_work_loop", "None")]
    [InlineData("Cancelling", "cancel_work_loop", "None")]
    [InlineData("Cancelling", "inject_instruction", "None")]
    [InlineData("Ending", "pause_work_loop", "None")]
    [InlineData("Ending", "resume_work_loop", "None")]
    [InlineData("Ending", "cancel_work_loop", "None")]
    [InlineData("Ending", "inject_instruction", "None")]
    [InlineData("Running", "something_else", "None")]
    public void Decide_EverySignalInEveryPhase_HasADefinedAnswer(string phase, string name, string effect)
    {
        var (decided, note) = SignalTable.Decide(Enum.Parse<ControlPhase>(phase), name);

        Assert.Equal(effect, decided.ToString());
        Assert.Equal(decided == SignalEffect.None, note is not null);
    }

    [Fact]
    public void Decide_Table_HasNoHole()
    {
        var cells = from phase in Enum.GetValues<ControlPhase>() from name in SignalNames.All select SignalTable.Decide(phase, name);

        Assert.Equal(20, cells.Count());
        Assert.DoesNotContain(cells, cell => cell.Note == "unknown signal");
    }
}
