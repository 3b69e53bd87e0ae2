using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>Goes through the rows of a store and verifies their checksums, and that no history lacks a row.</summary>
/// <remarks>A few rows for each read: a long one would keep a host's log from being folded into the file.</remarks>
sealed class StoreRows(SqliteConnection connection, string path, CancellationToken cancellation)
{
    const int Batch = 200;

    /// <summary>How many instances there are.</summary>
    public int Instances { get; private set; }

    /// <summary>How many of them have not ended.</summary>
    public int Unfinished { get; private set; }

    /// <summary>The unfinished instances that the last program could not go on with.</summary>
    public List<HeldInstance> Held { get; } = [];

    /// <summary>The answers that came too late, the first one first.</summary>
    public List<LateAnswer> Late { get; } = [];

    /// <summary>Verifies all rows.</summary>
    /// <exception cref="StoreException">One is not what was written.</exception>
    public void Verify()
    {
        using (var host = new SqliteStatement(connection, $"SELECT {HostRow.Columns} FROM host", 0))
        {
            host.Read(row => SqliteRows.Host(row, path));
        }

        Each(WriteStatements.Columns, "instance", "key", Count);
        Each("key, id, steps, (SELECT count(*) FROM history WHERE position BETWEEN key << 24 AND (key << 24) + 16777215)", "instance", "key", Complete);
        Each("instance, status, output, failure, crc", "texts", "instance", row => SqliteRows.Verify(
            SqliteRows.Checksum(row.GetInt64(0), SqliteRows.Text(row, 1), SqliteRows.Text(row, 2), SqliteRows.Text(row, 3)), row.GetInt64(4), path, Name("texts", row)));
        Each("position, events, crc", "history", "position", row => Body("history", row));
        Each("key, event, crc", "message", "key", row => Body("message", row));
        Each("key, text, crc", "payload", "key", row => SqliteRows.Verify(SqliteRows.Checksum(row.GetInt64(0), row.GetString(1)), row.GetInt64(2), path, Name("payload", row)));
        Each("h.instance, i.id, h.reason, h.crc, i.status IN (0, 6, 7)", "held h JOIN instance i ON i.key = h.instance", "h.instance", Hold);
        Each("key, instance, execution, task, fence, at, reason, crc", "late", "key", row => Late.Add(SqliteRows.Late(row, path)));
    }

    void Count(SqliteDataReader row)
    {
        Instances++;
        Unfinished += SqliteRows.Instance(row, path).IsFinished ? 0 : 1;
    }

    void Complete(SqliteDataReader row)
    {
        if (row.GetInt64(2) != row.GetInt64(3))
        {
            throw SqliteFile.Damaged(path, $"the history of instance '{row.GetString(1)}' has {row.GetInt64(3)} rows and should have {row.GetInt64(2)}");
        }
    }

    void Hold(SqliteDataReader row)
    {
        var held = SqliteRows.Held(row, path);
        if (row.GetInt64(4) == 1)
        {
            Held.Add(held);
        }
    }

    void Body(string table, SqliteDataReader row) =>
        SqliteRows.Verify(SqliteRows.Checksum(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), row.GetInt64(2), path, Name(table, row));

    void Each(string columns, string table, string key, Action<SqliteDataReader> verify)
    {
        using var statement = new SqliteStatement(connection, $"SELECT {columns} FROM {table} WHERE {key} > $1 ORDER BY {key} LIMIT {Batch}", 1);
        var keys = new List<long>();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            keys = statement.Read(
                row =>
                {
                    verify(row);
                    return row.GetInt64(0);
                },
                keys.Count == 0 ? 0L : keys[^1]);
        }
        while (keys.Count == Batch);
    }

    static string Name(string table, SqliteDataReader row) => string.Create(CultureInfo.InvariantCulture, $"row {row.GetInt64(0)} of {table}");
}
