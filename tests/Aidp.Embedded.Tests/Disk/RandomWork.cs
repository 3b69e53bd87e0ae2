using System.Security.Cryptography;
using System.Text;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Tests.Disk;

/// <summary>Commits of every kind to a real store, chosen by a seed, and what the store held after each.</summary>
sealed class RandomWork(Random random)
{
    static readonly DateTime Now = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly List<string> _ids = [];
    int _numbers;

    /// <summary>Does a few writes in one commit.</summary>
    public void Commit(OrchestrationStore store) => store.Commit([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(store)).DistinctBy(Target)]);

    /// <summary>Folds the log into the file, as SQLite does by itself when the log is long.</summary>
    public static void Checkpoint(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }

    /// <summary>A hash of all that the store holds.</summary>
    public static string Digest(OrchestrationStore store)
    {
        var text = new StringBuilder();
        foreach (var view in store.List(new InstanceFilter(0, int.MaxValue), withInputs: true))
        {
            var image = store.Load(view.Row.Id)!;
            text.AppendLine($"{view.Row} {view.Texts} {image.CustomStatus} {string.Join(',', image.Lost)}");
            text.AppendLine(Json([.. store.History(view.Row.Id)!, .. image.Messages.Select(message => message.Event!)]));
        }

        text.AppendJoin('\n', store.ListUnfinished()).AppendJoin('\n', store.ListLate(10));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static string Json(List<HistoryEvent> events) => Encoding.UTF8.GetString(HistoryCodec.Write(events, _ => null).Span);

    static object Target(StoreWrite write) => write switch
    {
        StepWrite step => step.Row.Id,
        PurgeWrite purge => purge.InstanceId,
        _ => new object(),
    };

    StoreWrite Next(OrchestrationStore store)
    {
        var id = _ids.Count == 0 ? null : _ids[random.Next(_ids.Count)];
        return (random.Next(10), id is null ? null : store.Find(id)) switch
        {
            (_, null) or (0 or 1, _) => Start(),
            (2, { IsFinished: true } ended) => new PurgeWrite(ended.Id, false),
            (_, { IsFinished: true } ended) => new LateWrite([new(ended.Id, "x", random.Next(9), 1, Now, "too late")]),
            (3, { } row) => new LostWrite(row.Key, [random.Next(3)]),
            (4 or 5, { } row) => new MessageWrite(row.Id, new EventRaisedEvent(-1, Text()) { Name = "e", Timestamp = Now }),
            (var kind, { } row) => Step(store, row, ends: kind == 6),
        };
    }

    StartWrite Start()
    {
        var id = $"instance-{_numbers++}";
        _ids.Add(id);
        return new(new ExecutionStartedEvent(-1, Text()) { Name = "Name", InstanceId = id, ExecutionId = "x", Timestamp = Now }, []);
    }

    StepWrite Step(OrchestrationStore store, InstanceRow row, bool ends)
    {
        HistoryEvent[] events = [new TaskScheduledEvent(row.Events, "Do", input: Text()) { Timestamp = Now }, new TaskCompletedEvent(-1, row.Events, Text()) { Timestamp = Now }];
        var next = row with
        {
            Status = ends ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
            DueAt = ends ? null : Now,
            Steps = row.Steps + 1,
            Events = row.Events + events.Length,
        };
        return new(next, events, [.. store.Load(row.Id)!.Messages.Select(message => message.Key)], []) { Texts = new(Text(), ends ? Text() : null) };
    }

    /// <summary>Mostly short, sometimes long enough for a row of its own and several pages.</summary>
    string Text() => new((char)('a' + random.Next(26)), random.Next(10) == 0 ? random.Next(20_000) : random.Next(200));
}
