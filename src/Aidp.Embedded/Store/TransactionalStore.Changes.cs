namespace Aidp.Embedded.Store;

// The small changes of which every write consists: all that a kind of store has to know.
abstract partial class TransactionalStore
{
    /// <summary>Begins a transaction.</summary>
    protected abstract void Begin();

    /// <summary>Makes the transaction durable.</summary>
    protected abstract void End();

    /// <summary>Undoes the transaction.</summary>
    protected abstract void Abandon();

    /// <summary>What a failure means for a person.</summary>
    protected virtual Exception Translate(Exception failure) => failure;

    /// <summary>An instance, as the transaction sees it.</summary>
    protected abstract InstanceRow? FindForWrite(string id);

    /// <summary>The ids of the sub-orchestrations of an instance.</summary>
    protected abstract IReadOnlyList<string> ChildrenOf(string id);

    /// <summary>A number larger than that of any instance, message or payload in the store, and than any that was taken since it was opened.</summary>
    protected abstract long TakeKey();

    /// <summary>Adds an instance.</summary>
    protected abstract void Insert(InstanceRow row);

    /// <summary>Changes an instance, unless a step is missing or it is another execution.</summary>
    protected abstract bool TryUpdate(InstanceRow row, int expectedSteps, bool anyExecution);

    /// <summary>Removes an instance and everything of it.</summary>
    protected abstract void Delete(long key);

    /// <summary>Sets the texts of an instance.</summary>
    protected abstract void WriteTexts(long key, InstanceTexts texts);

    /// <summary>Adds a row of history.</summary>
    protected abstract void AppendHistory(long key, int step, ReadOnlyMemory<byte> events);

    /// <summary>Removes the history of an instance, its payloads and its count of lost calls.</summary>
    protected abstract void ClearHistory(long key);

    /// <summary>Adds a message.</summary>
    protected abstract void InsertMessage(long key, long instance, ReadOnlyMemory<byte> message);

    /// <summary>Removes a message.</summary>
    protected abstract void DeleteMessage(long key);

    /// <summary>Removes all messages for an instance.</summary>
    protected abstract void DeleteMessages(long instance);

    /// <summary>The number of messages for an instance.</summary>
    protected abstract int CountMessages(long instance);

    /// <summary>Stores a long text of an instance.</summary>
    protected abstract void InsertPayload(long key, long instance, string text);

    /// <summary>Counts that an activity call was lost.</summary>
    protected abstract void CountLost(long instance, int task);

    /// <summary>Notes which program runs the orchestrations and what it cannot go on with.</summary>
    protected abstract void TakeOver(string program, IReadOnlyList<HeldInstance> held);

    /// <summary>Adds an answer that came too late, and forgets the oldest.</summary>
    protected abstract void InsertLate(long key, LateAnswer answer);

    /// <summary>Notes when all of the store was verified.</summary>
    protected abstract void NoteVerified(DateTime at);
}
