using System.Diagnostics;
using System.Text;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>A store that does a list of writes as one transaction of small changes.</summary>
/// <param name="largePayloadLength">The length in characters from which texts are stored apart from the history.</param>
abstract partial class TransactionalStore(int largePayloadLength) : OrchestrationStore
{
    readonly List<Delivery> _deliveries = [];
    long _payloadOwner;
    long _payloadBytes;

    /// <inheritdoc/>
    public override CommitOutcome Commit(IReadOnlyList<StoreWrite> writes)
    {
        _deliveries.Clear();
        var results = new WriteResult[writes.Count];
        try
        {
            Begin();
            for (var i = 0; i < writes.Count; i++)
            {
                results[i] = Apply(writes[i]);
            }

            End();
        }
        catch (Exception e)
        {
            Abandon();
            throw Translate(e);
        }

        return new(results, [.. _deliveries]);
    }

    WriteResult Apply(StoreWrite write) => write switch
    {
        StepWrite step => Step(step),
        StartWrite start => Start(start),
        MessageWrite message => Message(message),
        ChildrenWrite children => Children(children),
        PurgeWrite purge => Purge(purge),
        LostWrite lost => Lost(lost),
        TakeoverWrite takeover => Done(() => TakeOver(takeover.Program, takeover.Held)),
        LateWrite late => Done(() => Array.ForEach([.. late.Answers], answer => InsertLate(TakeKey(), answer))),
        VerifiedWrite verified => Done(() => NoteVerified(verified.At)),
        _ => throw new UnreachableException(),
    };

    WriteResult Step(StepWrite step)
    {
        var row = step.Row;
        if (step.StartsAnew)
        {
            ClearHistory(row.Key);
        }

        var (body, size) = Encode(row.Key, step.Events);
        row = row with { Bytes = size + (step.StartsAnew ? 0 : row.Bytes) };
        if (!TryUpdate(row, step.StartsAnew ? -1 : row.Steps - 1, step.StartsAnew))
        {
            throw new StoreException($"The history of '{row.Id}' is not what this host wrote: another process has changed the store. Run one host for each state folder.");
        }

        AppendHistory(row.Key, row.Steps - 1, body);
        if (step.Texts is { } texts)
        {
            WriteTexts(row.Key, texts);
        }

        if (row.IsFinished)
        {
            DeleteMessages(row.Key);
        }
        else
        {
            foreach (var key in step.Consumed)
            {
                DeleteMessage(key);
            }
        }

        List<string>? full = null;
        foreach (var next in step.Then)
        {
            if (Apply(next).Verdict == WriteVerdict.Full)
            {
                (full ??= []).Add(((MessageWrite)next).InstanceId);
            }
        }

        return new(WriteVerdict.Done, Bytes: row.Bytes, Full: full);
    }

    WriteResult Start(StartWrite start)
    {
        var started = start.Started;
        if (FindForWrite(started.InstanceId) is { } existing)
        {
            if (!existing.IsFinished || start.Forbidden.Contains(existing.Status))
            {
                if (start.IfRefused is { } instead)
                {
                    Message(instead);
                }

                return new(WriteVerdict.Refused, existing.Status);
            }

            Delete(existing.Key);
        }

        var key = TakeKey();
        var (body, size) = Encode(key, [started]);
        Insert(new InstanceRow
        {
            Key = key,
            Id = started.InstanceId,
            ExecutionId = started.ExecutionId,
            Name = started.Name,
            Version = started.Version,
            Status = OrchestrationRuntimeStatus.Pending,
            CreatedAt = started.Timestamp,
            UpdatedAt = started.Timestamp,
            DueAt = started.ScheduledStartTime,
            Steps = 1,
            Events = 1,
            Bytes = size,
            ParentId = started.Parent?.InstanceId,
        });
        AppendHistory(key, 0, body);
        _deliveries.Add(new(started.InstanceId, key, 0, null));
        return new(WriteVerdict.Done);
    }

    WriteResult Message(MessageWrite message)
    {
        if (FindForWrite(message.InstanceId) is not { } row)
        {
            return new(WriteVerdict.NotFound);
        }

        if (row.IsFinished || (message.ExecutionId is { } only && only != row.ExecutionId))
        {
            return new(WriteVerdict.Refused, row.Status);
        }

        if (message.Limit < int.MaxValue && CountMessages(row.Key) + row.Buffered >= message.Limit)
        {
            return new(WriteVerdict.Full, row.Status);
        }

        var key = TakeKey();
        InsertMessage(key, row.Key, HistoryCodec.Write([message.Message], _ => null));
        _deliveries.Add(new(row.Id, row.Key, key, message.Message));
        return new(WriteVerdict.Done);
    }

    WriteResult Children(ChildrenWrite children)
    {
        Tell(children.ParentId, children.Message, []);
        return new(WriteVerdict.Done);
    }

    void Tell(string parentId, HistoryEvent message, HashSet<string> told)
    {
        foreach (var id in ChildrenOf(parentId))
        {
            // One that has ended may have children that have not; one that has not tells its own.
            if (told.Add(id) && Message(new MessageWrite(id, message)).Verdict == WriteVerdict.Refused)
            {
                Tell(id, message, told);
            }
        }
    }

    WriteResult Purge(PurgeWrite purge)
    {
        if (FindForWrite(purge.InstanceId) is not { } row)
        {
            return new(WriteVerdict.NotFound);
        }

        if (!row.IsFinished)
        {
            return new(WriteVerdict.Refused, row.Status);
        }

        // First this one: ids can be used again, so that a descendant may have it for a parent.
        Delete(row.Key);
        var count = purge.Recursive ? ChildrenOf(row.Id).Sum(child => Purge(new(child, true)).Count) : 0;
        return new(WriteVerdict.Done, row.Status, count + 1);
    }

    WriteResult Lost(LostWrite lost)
    {
        foreach (var task in lost.Tasks)
        {
            CountLost(lost.Key, task);
        }

        return new(WriteVerdict.Done);
    }

    static WriteResult Done(Action write)
    {
        write();
        return new(WriteVerdict.Done);
    }

    (ReadOnlyMemory<byte> Body, long Size) Encode(long key, IReadOnlyList<HistoryEvent> events)
    {
        (_payloadOwner, _payloadBytes) = (key, 0);
        var body = HistoryCodec.Write(events, Externalize);
        return (body, body.Length + _payloadBytes);
    }

    long? Externalize(string text)
    {
        if (text.Length < largePayloadLength)
        {
            return null;
        }

        var key = TakeKey();
        InsertPayload(key, _payloadOwner, text);
        _payloadBytes += Encoding.UTF8.GetByteCount(text);
        return key;
    }
}
