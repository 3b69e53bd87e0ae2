using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Tests.Control;

public sealed class ControlStateTests
{
    static readonly DateTime _at = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Apply_PauseThenResumeBeforeItTookEffect_LeavesNoPause()
    {
        var state = Apply(new(), SignalNames.Pause, SignalNames.Resume);

        Assert.Null(state.Paused);
        Assert.Equal(TimeSpan.Zero, state.PausedTime);
        Assert.All(state.Entries, entry => Assert.Equal(SignalAnswer.Applied, entry.Answer));
    }

    [Fact]
    public void Apply_ResumeAfterAnHourStill_CountsTheHour()
    {
        var state = Apply(new(), SignalNames.Pause).StandStill(_at, 2).Apply(new(SignalNames.Resume), _at.AddHours(1), 2, waiting: false);

        Assert.Equal(TimeSpan.FromHours(1), state.PausedTime);
    }

    [Fact]
    public void Apply_SecondPause_IsIgnoredAndKeepsTheFirst()
    {
        var state = new ControlState().Apply(new(SignalNames.Pause, Author: "ann"), _at, 1, false).Apply(new(SignalNames.Pause, Author: "bob"), _at, 1, false);

        Assert.Equal("ann", state.Paused!.By);
        Assert.Equal("already paused", state.Entries[1].Note);
    }

    [Fact]
    public void Apply_ResumeWhileWaiting_TriesAgain() =>
        Assert.True(new ControlState().Apply(new(SignalNames.Resume), _at, 1, waiting: true).RetryNow);

    [Fact]
    public void Apply_MoreInstructionsThanMayWait_IgnoresTheLast()
    {
        var state = Enumerable.Range(0, ControlState.MostPending + 1).Aggregate(new ControlState(), (known, _) => known.Apply(Instruction(), _at, 1, false));

        Assert.Equal(ControlState.MostPending, state.Pending.Count);
        Assert.Equal((51, SignalAnswer.Ignored, "too many instructions wait"), (state.Entries[^1].Sequence, state.Entries[^1].Answer, state.Entries[^1].Note));
    }

    [Fact]
    public void Given_FirstTwoOfThree_LeavesTheThirdPending()
    {
        var state = new ControlState().Apply(Instruction(), _at, 1, false).Apply(Instruction(), _at, 1, false).Apply(Instruction(), _at, 1, false).Given(2, 4);

        Assert.Equal([3], state.Pending.Select(instruction => instruction.Sequence));
        Assert.Equal(2, state.Applied);
        Assert.Equal([(SignalAnswer.Applied, 4), (SignalAnswer.Applied, 4), (SignalAnswer.Pending, null)], state.Entries.Select(entry => (entry.Answer, entry.Iteration)));
    }

    [Fact]
    public void Apply_ManySignals_KeepsTheNewestAndThePendingOnes()
    {
        var state = new ControlState().Apply(Instruction(), _at, 1, false);
        for (var count = 0; count < 20; count++)
        {
            state = Apply(state, SignalNames.Pause, SignalNames.Resume);
        }

        Assert.Equal(6, state.Entries.Count);
        Assert.Equal((1, 41), (state.Entries[0].Sequence, state.Entries[^1].Sequence));
    }

    [Fact]
    public void Apply_SignalThatCountsOnceSentAgain_CountsOnce()
    {
        var pause = new ReceivedSignal(SignalNames.Pause, "once-1", "ann");
        var resumed = Apply(new ControlState().Apply(pause, _at, 1, false).StandStill(_at, 1), SignalNames.Resume);

        var state = resumed.Apply(pause, _at, 2, false);

        Assert.Null(state.Paused);
        Assert.Equal((2, 2), (state.Received, state.Entries.Count));
    }

    [Fact]
    public void Apply_AnyOtherIdSentAgain_CountsEveryTime()
    {
        var state = new ControlState().Apply(Instruction() with { Id = "i-1" }, _at, 1, false).Apply(Instruction() with { Id = "i-1" }, _at, 1, false);

        Assert.Equal(2, state.Pending.Count);
    }

    [Fact]
    public void Apply_MoreSignalsThanAreRemembered_ForgetsTheOldest()
    {
        var state = Enumerable.Range(0, SignalMemory.Most + 1).Aggregate(new ControlState(), (known, number) => known.Apply(new(SignalNames.Resume, $"once-{number}"), _at, 1, false));

        Assert.Equal((false, true, true), (state.Memory.Knows("once-0"), state.Memory.Knows("once-1"), state.Memory.Knows($"once-{SignalMemory.Most}")));
        Assert.Equal(SignalMemory.Most + 1, state.Received);
    }

    static ControlState Apply(ControlState state, params string[] names) =>
        names.Aggregate(state, (known, name) => known.Apply(new(name), _at, 1, waiting: false));

    static ReceivedSignal Instruction() =>
        new(SignalNames.Inject, Instruction: new Instruction { Type = "constraint", Priority = "low", Text = new TextReference("a", "b", 1, "c") });
}
