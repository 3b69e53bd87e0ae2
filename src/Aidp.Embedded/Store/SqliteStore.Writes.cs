using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

sealed partial class SqliteStore
{
    bool _failed;

    protected override void Begin() => _statements.Begin.Run();

    protected override void End()
    {
        Write(_host with { Commits = _host.Commits + 1 });
        _statements.Commit.Run();
        if (_syncAlways)
        {
            _lock.Acknowledge(_host);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The commit has failed already, and its error is the one that counts.")]
    protected override void Abandon()
    {
        _failed = true;
        try
        {
            _statements.Rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself.
        }
    }

    protected override InstanceRow? FindForWrite(string id) => _statements.Find.Read(row => SqliteRows.Instance(row, _path), id).FirstOrDefault();

    protected override IReadOnlyList<string> ChildrenOf(string id) => _statements.Children.Read(row => row.GetString(0), id);

    protected override long TakeKey() => ++_keys;

    protected override void Insert(InstanceRow row) => _statements.Insert.Run(
        row.Key,
        row.Id,
        row.ExecutionId,
        row.Name,
        row.Version,
        (long)row.Status,
        row.CreatedAt.Ticks,
        row.UpdatedAt.Ticks,
        row.CompletedAt?.Ticks,
        row.DueAt?.Ticks,
        row.OpenActivities,
        row.Steps,
        row.Events,
        row.ParentId,
        row.Bytes,
        row.Buffered,
        SqliteRows.Checksum(row));

    protected override bool TryUpdate(InstanceRow row, int expectedSteps, bool anyExecution) => (anyExecution
        ? _statements.Renew.Run(
            row.Key,
            row.ExecutionId,
            row.Version,
            (long)row.Status,
            row.CreatedAt.Ticks,
            row.UpdatedAt.Ticks,
            row.CompletedAt?.Ticks,
            row.DueAt?.Ticks,
            row.OpenActivities,
            row.Steps,
            row.Events,
            row.Bytes,
            row.Buffered,
            SqliteRows.Checksum(row))
        : _statements.Update.Run(
            row.Key,
            (long)row.Status,
            row.UpdatedAt.Ticks,
            row.CompletedAt?.Ticks,
            row.DueAt?.Ticks,
            row.OpenActivities,
            row.Steps,
            row.Events,
            row.Bytes,
            row.Buffered,
            SqliteRows.Checksum(row),
            row.ExecutionId,
            expectedSteps)) == 1;

    protected override void Delete(long key)
    {
        ClearHistory(key);
        DeleteMessages(key);
        _statements.DeleteTexts.Run(key);
        _statements.DeleteHeld.Run(key);
        _statements.DeleteInstance.Run(key);
    }

    protected override void WriteTexts(long key, InstanceTexts texts)
    {
        var failure = texts.Failure is null ? null : FailureJson.Write(texts.Failure);
        _statements.WriteTexts.Run(key, texts.CustomStatus, texts.Output, failure, SqliteRows.Checksum(key, texts.CustomStatus, texts.Output, failure));
    }

    protected override void AppendHistory(long key, int step, ReadOnlyMemory<byte> events)
    {
        var position = (key << StepBits) + step;
        _statements.AppendHistory.Run(position, events.ToArray(), SqliteRows.Checksum(position, events.Span));
    }

    protected override void ClearHistory(long key)
    {
        _statements.DeleteHistory.Run(key << StepBits, ((key + 1) << StepBits) - 1);
        _statements.DeletePayloads.Run(key);
        _statements.DeleteLost.Run(key);
    }

    protected override void InsertMessage(long key, long instance, ReadOnlyMemory<byte> message) =>
        _statements.InsertMessage.Run(key, instance, message.ToArray(), SqliteRows.Checksum(key, message.Span));

    protected override void DeleteMessage(long key) => _statements.DeleteMessage.Run(key);

    protected override void DeleteMessages(long instance) => _statements.DeleteMessages.Run(instance);

    protected override int CountMessages(long instance) => _statements.CountMessages.Read(row => row.GetInt32(0), instance)[0];

    protected override void InsertPayload(long key, long instance, string text) => _statements.InsertPayload.Run(key, instance, text, SqliteRows.Checksum(key, text));

    protected override void CountLost(long instance, int task) => _statements.CountLost.Run(instance, task);

    protected override void TakeOver(string program, IReadOnlyList<HeldInstance> held)
    {
        Write(_host with { Program = program });
        _statements.DeleteHeld.Run([null]);
        foreach (var instance in held)
        {
            _statements.InsertHeld.Run(instance.Key, instance.Reason, SqliteRows.Checksum(instance.Key, instance.Reason));
        }
    }

    protected override void InsertLate(long key, LateAnswer answer)
    {
        _statements.InsertLate.Run(key, answer.InstanceId, answer.ExecutionId, answer.Task, answer.Fence, answer.At.Ticks, answer.Reason, SqliteRows.Checksum(key, answer));
        _statements.TrimLate.Run(LateWrite.Kept);
    }

    protected override void NoteVerified(DateTime at) => Write(_host with { VerifiedAt = at });

    void Write(HostRow host)
    {
        _statements.WriteHost.Run(host.Epoch, host.IsClean ? 1 : 0, host.Identity, host.Commits, host.Program, (host.VerifiedAt ?? DateTime.MinValue).Ticks, SqliteRows.Checksum(host));
        _host = host;
    }

    protected override Exception Translate(Exception failure) => failure is SqliteException e ? SqliteFile.Explain(e, _path) : failure;
}
