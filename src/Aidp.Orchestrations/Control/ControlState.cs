using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Orchestrations.Control;

/// <summary>What people have asked of a run: a pure state machine, fed with signals in the order of their arrival. The other file of this record has what it does about files.</summary>
sealed partial record ControlState
{
    /// <summary>The most instructions that wait for a prompt or stand in every one; further ones are ignored until some were given.</summary>
    public const int MostPending = 50;

    /// <summary>The pause that was asked for; null when there is none.</summary>
    public PauseStatus? Paused { get; init; }

    /// <summary>Whether the run is being cancelled.</summary>
    public bool Cancelling { get; init; }

    /// <summary>Who cancelled it; null when nobody said.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>Whether how the run ends is decided.</summary>
    public bool Ending { get; init; }

    /// <summary>Whether a person said that what the loop waits for is there.</summary>
    public bool RetryNow { get; init; }

    /// <summary>Pauses and waits for approval that are over, all together.</summary>
    public TimeSpan PausedTime { get; init; }

    /// <summary>Instructions that the agent was not given yet.</summary>
    public IReadOnlyList<Instruction> Pending { get; init; } = [];

    /// <summary>Instructions that the agent was given and that stand in every prompt.</summary>
    public IReadOnlyList<Instruction> Standing { get; init; } = [];

    /// <summary>How many instructions the agent was given.</summary>
    public int Applied { get; init; }

    /// <summary>How many signals arrived.</summary>
    public int Received { get; init; }

    /// <summary>The newest signals, and older ones that are still pending, the oldest first.</summary>
    public IReadOnlyList<SignalEntry> Entries { get; init; } = [];

    /// <summary>How many instructions were queued so far.</summary>
    public int Queued { get; init; }

    /// <summary>The signals that must not count again.</summary>
    public SignalMemory Memory { get; init; } = new();

    /// <summary>Takes a signal; one that was sent again, as if it had not come.</summary>
    public ControlState Apply(ReceivedSignal signal, DateTime at, int iteration, bool waiting) =>
        Memory.Knows(signal.Id) ? this : Taken(signal, at, iteration, waiting) with { Memory = Memory.After(signal.Id) };

    ControlState Taken(ReceivedSignal signal, DateTime at, int iteration, bool waiting)
    {
        var (effect, note) = SignalTable.Decide(Phase(waiting), signal.Name);
        if (effect != SignalEffect.None && (signal.Problem ?? Objection(effect, signal)) is { } objection)
        {
            (effect, note) = (SignalEffect.None, objection);
        }

        var entry = new SignalEntry(Received + 1, signal.Name, signal.Id, signal.Author, at, SignalAnswer.Pending);
        var applied = entry with { Answer = SignalAnswer.Applied, Iteration = iteration };
        return effect switch
        {
            SignalEffect.Pause => Noted(entry) with { Paused = new(signal.Author, at) },
            SignalEffect.Resume => Resumed(at).Noted(applied),
            SignalEffect.Cancel => Noted(entry) with { Cancelling = true, CancelledBy = signal.Author },
            SignalEffect.Queue => Noted(entry) with { Queued = Queued + 1, Pending = [.. Pending, signal.Instruction! with { Sequence = Queued + 1 }] },
            SignalEffect.Guard => Noted(entry) with { Guard = signal.Guard!.Over(Guard), GuardRevision = GuardRevision + 1 },
            SignalEffect.Decide => Decided(signal).Noted(applied),
            _ => Noted(entry with { Answer = SignalAnswer.Ignored, Note = note }),
        };
    }

    /// <summary>The loop stands still now.</summary>
    public ControlState StandStill(DateTime at, int iteration) =>
        Paused is { Since: null } pause ? Done(SignalNames.Pause, iteration) with { Paused = pause with { Since = at } } : this;

    /// <summary>The loop ends because it was cancelled.</summary>
    public ControlState Cancelled(int iteration) => Done(SignalNames.Cancel, iteration);

    /// <summary>The agent was given the instructions up to a sequence number.</summary>
    public ControlState Given(int sequence, int iteration)
    {
        var given = Pending.Where(instruction => instruction.Sequence <= sequence).ToList();
        return given.Count == 0 ? this : Done(SignalNames.Inject, iteration, given.Count) with
        {
            Pending = [.. Pending.Where(instruction => instruction.Sequence > sequence)],
            Standing = [.. Standing, .. given.Where(instruction => InstructionTypes.Stands(instruction.Type))],
            Applied = Applied + given.Count,
        };
    }

    ControlPhase Phase(bool waiting) => this switch
    {
        { Ending: true } => ControlPhase.Ending,
        { Cancelling: true } => ControlPhase.Cancelling,
        { Paused: not null } => ControlPhase.Paused,
        { Approval: not null } => ControlPhase.Approval,
        _ => waiting ? ControlPhase.Waiting : ControlPhase.Running,
    };

    string? Objection(SignalEffect effect, ReceivedSignal signal) => effect switch
    {
        SignalEffect.Queue when Pending.Count + Standing.Count >= MostPending => "too many instructions wait",
        SignalEffect.Decide => ApprovalObjection(signal.Approval!),
        _ => null,
    };

    ControlState Resumed(DateTime at) => Done(SignalNames.Pause, null) with
    {
        Paused = null,
        RetryNow = true,
        PausedTime = Paused?.Since is { } since ? PausedTime + (at - since) : PausedTime,
    };

    // A pause that a resume overtook is done without an iteration; of instructions only the first so many were given.
    ControlState Done(string name, int? iteration, int most = int.MaxValue)
    {
        var left = most;
        return this with
        {
            Entries = [.. Entries.Select(entry => entry.Name == name && entry.Answer == SignalAnswer.Pending && left-- > 0
                ? entry with { Answer = SignalAnswer.Applied, Iteration = iteration }
                : entry)],
        };
    }

    ControlState Noted(SignalEntry entry)
    {
        List<SignalEntry> entries = [.. Entries, entry];
        var surplus = entries.Count - LoopStatus.MostSignals;
        return this with
        {
            Received = Received + 1,
            Entries = [.. entries.Where((known, index) => index >= surplus || known.Answer == SignalAnswer.Pending)],
        };
    }
}
