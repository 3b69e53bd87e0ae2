using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>Where orchestrations are kept; one engine owns it.</summary>
/// <remarks>Commits come from one thread at a time; reads come from any and see whole commits only.</remarks>
abstract class OrchestrationStore : IDisposable
{
    /// <summary>Where it is and how durable, for people.</summary>
    public abstract string Description { get; }

    /// <summary>A number that grew when this engine opened the store, so that what an earlier one began can be told.</summary>
    public abstract long Epoch { get; }

    /// <summary>The program that ran the orchestrations last; null when none has said so.</summary>
    public virtual string? Program => null;

    /// <summary>When all of the store was last verified, in UTC; null when it never was.</summary>
    public virtual DateTime? VerifiedAt => null;

    /// <summary>Whether it should be verified soon, since the last engine was cut off or nobody has ever verified it.</summary>
    public virtual bool NeedsVerification => false;

    /// <summary>An instance; null when there is none of that id.</summary>
    public abstract InstanceRow? Find(string id);

    /// <summary>An instance as clients see it; null when there is none of that id.</summary>
    public abstract InstanceView? View(string id);

    /// <summary>The instances that a filter matches, in the order in which they were made.</summary>
    public abstract IReadOnlyList<InstanceView> List(InstanceFilter filter, bool withInputs);

    /// <summary>All that is needed to go on with an instance; null when there is none of that id.</summary>
    public abstract InstanceImage? Load(string id);

    /// <summary>The whole history of an instance; null when there is none of that id.</summary>
    public abstract IReadOnlyList<HistoryEvent>? History(string id);

    /// <summary>A payload that was left where it is when the history was read.</summary>
    public abstract string Payload(long key);

    /// <summary>The instances that have something to do, or will at a time.</summary>
    public abstract IReadOnlyList<Unfinished> ListUnfinished();

    /// <summary>Does all the writes, in order and in one transaction, and returns when they are durable.</summary>
    /// <exception cref="StoreException">The store cannot be written any more.</exception>
    public abstract CommitOutcome Commit(IReadOnlyList<StoreWrite> writes);

    /// <summary>The unfinished instances that the present program cannot go on with.</summary>
    public virtual IReadOnlyList<HeldInstance> ListHeld() => [];

    /// <summary>The latest answers that came too late, the last one first.</summary>
    public virtual IReadOnlyList<LateAnswer> ListLate(int limit) => [];

    /// <summary>Reads all of the store and checks it, beside its writer; nothing is to be checked when it has no file.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public virtual void Verify(CancellationToken cancellation)
    {
    }

    /// <summary>Ends the ownership as the end of the process would, leaving the store as if it had been cut off.</summary>
    public virtual void Crash() => Dispose();

    /// <summary>Closes the store, noting that nothing was under way.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the store.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The history in the order of the real host: a turn begins before the request that it answers.</summary>
    protected static IReadOnlyList<HistoryEvent> Arrange(List<HistoryEvent> history)
    {
        if (history.FindIndex(item => item is OrchestratorStartedEvent) is var first and > 0)
        {
            var turn = history[first];
            history.RemoveAt(first);
            history.Insert(0, turn);
        }

        return history;
    }
}
