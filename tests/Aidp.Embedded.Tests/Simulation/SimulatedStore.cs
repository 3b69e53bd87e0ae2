using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Where in a commit an engine is cut off.</summary>
enum CutOff
{
    None,
    BeforeCommit,
    AfterCommit,
}

/// <summary>Does a commit in another way than it was asked for.</summary>
delegate CommitOutcome CommitMutation(IReadOnlyList<StoreWrite> writes, Func<IReadOnlyList<StoreWrite>, CommitOutcome> commit);

/// <summary>One engine's hold on a store: it writes down what is committed, and fails when the simulation says so.</summary>
/// <param name="present">The store, which may be another object after it was opened again.</param>
/// <param name="epoch">The number of the engine.</param>
/// <param name="log">Where commits are written down.</param>
/// <param name="cutOff">Whether and where the engine is cut off in this commit.</param>
/// <param name="mutation">What is wrong with the engine; null for the engine as it is.</param>
sealed class SimulatedStore(Func<OrchestrationStore> present, long epoch, CommitLog log, Func<CutOff> cutOff, CommitMutation? mutation) : OrchestrationStore
{
    public override string Description => $"simulated {epoch}";

    public override long Epoch => epoch;

    /// <summary>Whether the engine was cut off in a commit.</summary>
    public bool HasCrashed { get; private set; }

    /// <summary>Whether another engine owns the store, and this one has not noticed.</summary>
    public bool IsLost { get; set; }

    public override CommitOutcome Commit(IReadOnlyList<StoreWrite> writes)
    {
        if (IsLost)
        {
            throw new StoreException("The store belongs to another host.");
        }

        var cut = HasCrashed ? CutOff.BeforeCommit : cutOff();
        HasCrashed |= cut != CutOff.None;
        if (cut == CutOff.BeforeCommit)
        {
            throw new IOException("cut off before a commit");
        }

        var outcome = mutation is null ? CommitTruly(writes) : mutation(writes, CommitTruly);
        return cut == CutOff.AfterCommit ? throw new IOException("cut off after a commit") : outcome;
    }

    public override InstanceRow? Find(string id) => Inner.Find(id);

    public override InstanceView? View(string id) => Inner.View(id);

    public override IReadOnlyList<InstanceView> List(InstanceFilter filter, bool withInputs) => Inner.List(filter, withInputs);

    public override InstanceImage? Load(string id) => Inner.Load(id);

    public override IReadOnlyList<HistoryEvent>? History(string id) => Inner.History(id);

    public override string Payload(long key) => Inner.Payload(key);

    public override IReadOnlyList<Unfinished> ListUnfinished() => Inner.ListUnfinished();

    public override string? Program => Inner.Program;

    public override IReadOnlyList<HeldInstance> ListHeld() => Inner.ListHeld();

    public override IReadOnlyList<LateAnswer> ListLate(int limit) => Inner.ListLate(limit);

    protected override void Dispose(bool disposing)
    {
        // The simulation closes the store itself, when all its engines have ended.
    }

    OrchestrationStore Inner => present();

    CommitOutcome CommitTruly(IReadOnlyList<StoreWrite> writes)
    {
        var outcome = Inner.Commit(writes);
        log.Add(writes, outcome, id => Inner.View(id)?.Started);
        return outcome;
    }
}
