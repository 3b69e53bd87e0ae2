using Aidp.Embedded.DurableTask.History;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

sealed partial class SqliteStore
{
    public override InstanceRow? Find(string id) => Read(reader => Row(reader, id));

    public override InstanceView? View(string id) => Read(reader => Row(reader, id) is { } row ? View(reader, row) : null);

    public override IReadOnlyList<InstanceView> List(InstanceFilter filter, bool withInputs) => Read(reader => (filter.IsOfUnfinished ? reader.ListUnfinished : reader.List)
        .Read(
            row => SqliteRows.Instance(row, _path),
            filter.After,
            filter.Statuses.Count == 0 ? string.Empty : $",{string.Join(',', filter.Statuses.Select(status => (int)status))},",
            (filter.CreatedFrom ?? DateTime.MinValue).Ticks,
            (filter.CreatedTo ?? DateTime.MaxValue).Ticks,
            filter.CompletedFrom?.Ticks,
            filter.CompletedTo?.Ticks,
            filter.IdPrefix,
            filter.Limit)
        .ConvertAll(row => withInputs ? View(reader, row) : new InstanceView(row, null, new())));

    public override InstanceImage? Load(string id) => Read(reader => Row(reader, id) is { } row
        ? new InstanceImage(row, Texts(reader, row).CustomStatus, Events(reader, row, lazyInputs: true), Messages(reader, row), reader.Lost.Read(lost => (Task: lost.GetInt32(0), Attempts: lost.GetInt32(1)), row.Key).ToDictionary(lost => lost.Task, lost => lost.Attempts))
        : null);

    public override IReadOnlyList<HistoryEvent>? History(string id) => Read(reader => Row(reader, id) is { } row ? Events(reader, row, lazyInputs: false) : null);

    public override string Payload(long key) => Read(reader => Payload(reader, key));

    public override IReadOnlyList<Unfinished> ListUnfinished() => Read(reader => reader.Unfinished.Read(row =>
        new Unfinished(row.GetString(0), row.IsDBNull(1) ? null : new DateTime(row.GetInt64(1), DateTimeKind.Utc))));

    public override IReadOnlyList<HeldInstance> ListHeld() => Read(reader => reader.Held.Read(row => SqliteRows.Held(row, _path)));

    public override IReadOnlyList<LateAnswer> ListLate(int limit) => Read(reader => reader.Late.Read(row => SqliteRows.Late(row, _path), limit));

    public override void Verify(CancellationToken cancellation) => StoreVerification.Run(_path, cancellation);

    InstanceRow? Row(SqliteReader reader, string id) => reader.Find.Read(row => SqliteRows.Instance(row, _path), id).FirstOrDefault();

    InstanceView View(SqliteReader reader, InstanceRow row)
    {
        var first = Decode(reader, reader.History, row.Key << StepBits, row.Key << StepBits, lazyInputs: false);
        return first is [ExecutionStartedEvent started, ..]
            ? new(row, started, Texts(reader, row))
            : throw SqliteFile.Damaged(_path, $"the history of instance '{row.Id}' has no beginning");
    }

    InstanceTexts Texts(SqliteReader reader, InstanceRow row) => reader.Texts
        .Read(
            texts =>
            {
                var (status, output, failure) = (SqliteRows.Text(texts, 0), SqliteRows.Text(texts, 1), SqliteRows.Text(texts, 2));
                SqliteRows.Verify(SqliteRows.Checksum(row.Key, status, output, failure), texts.GetInt64(3), _path, $"the texts of instance '{row.Id}'");
                return new InstanceTexts(status, output, failure is null ? null : FailureJson.Read(failure));
            },
            row.Key)
        .FirstOrDefault() ?? new();

    IReadOnlyList<HistoryEvent> Events(SqliteReader reader, InstanceRow row, bool lazyInputs)
    {
        var events = Decode(reader, reader.History, row.Key << StepBits, ((row.Key + 1) << StepBits) - 1, lazyInputs);
        return events.Count == row.Events
            ? Arrange(events)
            : throw SqliteFile.Damaged(_path, $"the history of instance '{row.Id}' has {events.Count} events and should have {row.Events}");
    }

    List<HistoryEvent> Decode(SqliteReader reader, SqliteStatement statement, long from, long to, bool lazyInputs)
    {
        var events = new List<HistoryEvent>();
        var rows = statement.Read(
            row =>
            {
                var body = row.GetFieldValue<byte[]>(1);
                SqliteRows.Verify(SqliteRows.Checksum(row.GetInt64(0), body), row.GetInt64(2), _path, $"a row of history ({row.GetInt64(0)})");
                return body;
            },
            from,
            to);
        foreach (var body in rows)
        {
            events.AddRange(HistoryCodec.Read(body, key => Payload(reader, key), lazyInputs));
        }

        return events;
    }

    string Payload(SqliteReader reader, long key) => reader.Payload
        .Read(
            row =>
            {
                var text = row.GetString(0);
                SqliteRows.Verify(SqliteRows.Checksum(key, text), row.GetInt64(1), _path, $"payload {key}");
                return text;
            },
            key)
        .FirstOrDefault() ?? throw SqliteFile.Damaged(_path, $"payload {key} is missing");

    List<Delivery> Messages(SqliteReader reader, InstanceRow row) => reader.Messages.Read(
        message =>
        {
            var (key, body) = (message.GetInt64(0), message.GetFieldValue<byte[]>(1));
            SqliteRows.Verify(SqliteRows.Checksum(key, body), message.GetInt64(2), _path, $"message {key}");
            return new Delivery(row.Id, row.Key, key, HistoryCodec.Read(body, Payload)[0]);
        },
        row.Key);

    T Read<T>(Func<SqliteReader, T> read)
    {
        SqliteReader? reader = null;
        try
        {
            if (!_readers.TryTake(out reader))
            {
                reader = new SqliteReader(_path);
            }

            reader.Begin.Run();
            var result = read(reader);
            reader.End.Run();
            _readers.Add(reader);
            return result;
        }
        catch (SqliteException e)
        {
            reader?.Dispose();
            throw SqliteFile.Explain(e, _path);
        }
        catch
        {
            // In an unknown state, it is not used again; and open, it would keep the log from being folded into the file.
            reader?.Dispose();
            throw;
        }
    }
}
