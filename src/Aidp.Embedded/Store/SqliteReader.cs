using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>A connection that reads, with its statements.</summary>
sealed class SqliteReader : IDisposable
{
    readonly SqliteConnection _connection;

    public SqliteReader(string path)
    {
        _connection = SqliteFile.OpenForReading(path);
        Begin = new(_connection, "BEGIN", 0);
        End = new(_connection, "COMMIT", 0);
        Find = new(_connection, $"SELECT {WriteStatements.Columns} FROM instance WHERE id = $1", 1);
        Texts = new(_connection, "SELECT status, output, failure, crc FROM texts WHERE instance = $1", 1);
        History = new(_connection, "SELECT position, events, crc FROM history WHERE position BETWEEN $1 AND $2 ORDER BY position", 2);
        Payload = new(_connection, "SELECT text, crc FROM payload WHERE key = $1", 1);
        Messages = new(_connection, "SELECT key, event, crc FROM message WHERE instance = $1 ORDER BY key", 1);
        Lost = new(_connection, "SELECT task, attempts FROM lost WHERE instance = $1", 1);
        Unfinished = new(
            _connection,
            "SELECT id, CASE WHEN open > 0 OR EXISTS (SELECT 1 FROM message WHERE instance = i.key) THEN NULL ELSE due END FROM instance i "
            + "WHERE status IN (0, 6, 7) AND (status = 6 OR open > 0 OR due IS NOT NULL OR EXISTS (SELECT 1 FROM message WHERE instance = i.key)) ORDER BY key",
            0);
        Held = new(_connection, "SELECT h.instance, i.id, h.reason, h.crc FROM held h JOIN instance i ON i.key = h.instance WHERE i.status IN (0, 6, 7) ORDER BY h.instance", 0);
        Late = new(_connection, "SELECT key, instance, execution, task, fence, at, reason, crc FROM late ORDER BY key DESC LIMIT $1", 1);
        List = new(_connection, Listing("1"), 8);

        // The words of the partial index, so that it is used; a unary plus keeps the key from being used instead.
        ListUnfinished = new(_connection, Listing("status IN (0, 6, 7)").Replace("key > $1", "+key > $1", StringComparison.Ordinal), 8);
    }

    public SqliteStatement Begin { get; }

    public SqliteStatement End { get; }

    public SqliteStatement Find { get; }

    public SqliteStatement Texts { get; }

    public SqliteStatement History { get; }

    public SqliteStatement Payload { get; }

    public SqliteStatement Messages { get; }

    public SqliteStatement Lost { get; }

    public SqliteStatement Unfinished { get; }

    public SqliteStatement List { get; }

    public SqliteStatement ListUnfinished { get; }

    public SqliteStatement Held { get; }

    public SqliteStatement Late { get; }

    public void Dispose()
    {
        foreach (var statement in new[] { Begin, End, Find, Texts, History, Payload, Messages, Lost, Unfinished, List, ListUnfinished, Held, Late })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    static string Listing(string condition) =>
        $"SELECT {WriteStatements.Columns} FROM instance WHERE {condition} AND key > $1 AND ($2 = '' OR instr($2, ',' || status || ',') > 0) AND created BETWEEN $3 AND $4 "
        + "AND ($5 IS NULL OR completed >= $5) AND ($6 IS NULL OR completed <= $6) AND ($7 IS NULL OR substr(id, 1, length($7)) = $7) ORDER BY key LIMIT $8";
}
