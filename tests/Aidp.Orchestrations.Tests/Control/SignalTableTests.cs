using Aidp.Orchestrations.Control;

namespace Aidp.Orchestrations.Tests.Control;

public sealed class SignalTableTests
{
    static readonly string[] _phases = ["Running", "Waiting", "Approval", "Paused", "Cancelling", "Ending"];

    /// <summary>Every cell: a signal, and what it does in each phase.</summary>
    static readonly (string Name, string[] Effects)[] _table =
    [
        ("pause_work_loop", ["Pause", "Pause", "Pause", "None", "None", "None"]),
        ("resume_work_loop", ["None", "Resume", "None", "Resume", "None", "None"]),
        ("cancel_work_loop", ["Cancel", "Cancel", "Cancel", "Cancel", "None", "None"]),
        ("inject_instruction", ["Queue", "Queue", "Queue", "Queue", "None", "None"]),
        ("update_guard_policy", ["Guard", "Guard", "Guard", "Guard", "None", "None"]),
        ("approve", ["None", "None", "Decide", "Decide", "None", "None"]),
        ("something_else", ["None", "None", "None", "None", "None", "None"]),
    ];

    public static TheoryData<string, string, string> Cells => new(
        from row in _table
        from cell in _phases.Zip(row.Effects)
        select (cell.First, row.Name, cell.Second));

    [Theory]
    [MemberData(nameof(Cells))]
    public void Decide_EverySignalInEveryPhase_HasADefinedAnswer(string phase, string name, string effect)
    {
        var (decided, note) = SignalTable.Decide(Enum.Parse<ControlPhase>(phase), name);

        Assert.Equal(effect, decided.ToString());
        Assert.Equal(decided == SignalEffect.None, note is not null);
    }

    [Fact]
    public void Cells_PhasesAndSignals_AreAllThereAre()
    {
        Assert.Equal(Enum.GetNames<ControlPhase>(), _phases);
        Assert.Equal(SignalNames.All.Order(), _table.Select(row => row.Name).Where(name => name != "something_else").Order());
        Assert.DoesNotContain(SignalNames.All, name => SignalTable.Decide(ControlPhase.Running, name).Note == "unknown signal");
    }

    [Fact]
    public async Task Documentation_Table_IsThatOfTheCode()
    {
        var file = Path.GetFullPath(Path.Combine(SignalDocument.Folder, "signals.md"));
        if (Environment.GetEnvironmentVariable("UPDATE_SIGNALS") is not null)
        {
            await File.WriteAllTextAsync(file, SignalDocument.Update(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
        }

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.True(text == SignalDocument.Update(text), "signals.md is out of step: run this test with UPDATE_SIGNALS=1.");
    }
}
