using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>Goes through the rows of a store and verifies their checksums.</summary>
/// <remarks>A few rows for each read: a long one would keep a host's log from being folded into the file.</remarks>
sealed class StoreRows(SqliteConnection connection, string path, CancellationToken cancellation)
{
    const int Batch = 200;

    /// <summary>How many instances there are.</summary>
    public int Instances { get; private set; }

    /// <summary>How many of them have not ended.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Verifies all rows.</summary>
    /// <exception cref="StoreException">One is not what was written.</exception>
    public void Verify()
    {
        Each($"SELECT {WriteStatements.Columns} FROM instance WHERE key > $1 ORDER BY key LIMIT {Batch}", Count);
        Each($"SELECT instance, status, output, failure, crc FROM texts WHERE instance > $1 ORDER BY instance LIMIT {Batch}", row => SqliteRows.Verify(
            SqliteRows.Checksum(row.GetInt64(0), SqliteRows.Text(row, 1), SqliteRows.Text(row, 2), SqliteRows.Text(row, 3)), row.GetInt64(4), path, Name("texts", row)));
        Each($"SELECT position, events, crc FROM history WHERE position > $1 ORDER BY position LIMIT {Batch}", row => Body("history", row));
        Each($"SELECT key, event, crc FROM message WHERE key > $1 ORDER BY key LIMIT {Batch}", row => Body("message", row));
        Each($"SELECT key, text, crc FROM payload WHERE key > $1 ORDER BY key LIMIT {Batch}", row => SqliteRows.Verify(
            SqliteRows.Checksum(row.GetInt64(0), row.GetString(1)), row.GetInt64(2), path, Name("payload", row)));
    }

    void Count(SqliteDataReader row)
    {
        Instances++;
        Unfinished += SqliteRows.Instance(row, path).IsFinished ? 0 : 1;
    }

    void Body(string table, SqliteDataReader row) =>
        SqliteRows.Verify(SqliteRows.Checksum(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), row.GetInt64(2), path, Name(table, row));

    void Each(string sql, Action<SqliteDataReader> verify)
    {
        using var statement = new SqliteStatement(connection, sql, 1);
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
