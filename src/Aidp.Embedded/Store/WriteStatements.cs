using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>The statements of the writer.</summary>
sealed class WriteStatements(SqliteConnection connection) : IDisposable
{
    public const string Columns = "key, id, execution, name, version, status, created, updated, completed, due, open, steps, events, parent, bytes, buffered, crc";

    public SqliteStatement ReadHost { get; } = new(connection, $"SELECT {HostRow.Columns} FROM host", 0);

    public SqliteStatement WriteHost { get; } = new(
        connection, "UPDATE host SET epoch = $1, clean = $2, identity = $3, commits = $4, program = $5, verified = $6, crc = $7", 7);

    public SqliteStatement MaxKey { get; } = new(
        connection,
        "SELECT max(coalesce((SELECT max(key) FROM instance), 0), coalesce((SELECT max(key) FROM message), 0), coalesce((SELECT max(key) FROM payload), 0), coalesce((SELECT max(key) FROM late), 0), coalesce((SELECT max(position) >> 24 FROM history), 0))",
        0);

    public SqliteStatement Begin { get; } = new(connection, "BEGIN IMMEDIATE", 0);

    public SqliteStatement Commit { get; } = new(connection, "COMMIT", 0);

    public SqliteStatement Rollback { get; } = new(connection, "ROLLBACK", 0);

    public SqliteStatement Find { get; } = new(connection, $"SELECT {Columns} FROM instance WHERE id = $1", 1);

    public SqliteStatement Children { get; } = new(connection, "SELECT id FROM instance WHERE parent = $1 ORDER BY key", 1);

    public SqliteStatement Insert { get; } = new(connection, $"INSERT INTO instance ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)", 17);

    public SqliteStatement Update { get; } = new(
        connection,
        "UPDATE instance SET status = $2, updated = $3, completed = $4, due = $5, open = $6, steps = $7, events = $8, bytes = $9, buffered = $10, crc = $11 WHERE key = $1 AND execution = $12 AND steps = $13",
        13);

    public SqliteStatement Renew { get; } = new(
        connection,
        "UPDATE instance SET execution = $2, version = $3, status = $4, created = $5, updated = $6, completed = $7, due = $8, open = $9, steps = $10, events = $11, bytes = $12, buffered = $13, crc = $14 WHERE key = $1",
        14);

    public SqliteStatement DeleteInstance { get; } = new(connection, "DELETE FROM instance WHERE key = $1", 1);

    public SqliteStatement WriteTexts { get; } = new(connection, "INSERT OR REPLACE INTO texts (instance, status, output, failure, crc) VALUES ($1, $2, $3, $4, $5)", 5);

    public SqliteStatement DeleteTexts { get; } = new(connection, "DELETE FROM texts WHERE instance = $1", 1);

    public SqliteStatement AppendHistory { get; } = new(connection, "INSERT INTO history (position, events, crc) VALUES ($1, $2, $3)", 3);

    public SqliteStatement DeleteHistory { get; } = new(connection, "DELETE FROM history WHERE position BETWEEN $1 AND $2", 2);

    public SqliteStatement InsertPayload { get; } = new(connection, "INSERT INTO payload (key, instance, text, crc) VALUES ($1, $2, $3, $4)", 4);

    public SqliteStatement DeletePayloads { get; } = new(connection, "DELETE FROM payload WHERE instance = $1", 1);

    public SqliteStatement InsertMessage { get; } = new(connection, "INSERT INTO message (key, instance, event, crc) VALUES ($1, $2, $3, $4)", 4);

    public SqliteStatement DeleteMessage { get; } = new(connection, "DELETE FROM message WHERE key = $1", 1);

    public SqliteStatement DeleteMessages { get; } = new(connection, "DELETE FROM message WHERE instance = $1", 1);

    public SqliteStatement CountMessages { get; } = new(connection, "SELECT count(*) FROM message WHERE instance = $1", 1);

    public SqliteStatement CountLost { get; } = new(connection, "INSERT INTO lost (instance, task, attempts) VALUES ($1, $2, 1) ON CONFLICT DO UPDATE SET attempts = attempts + 1", 2);

    public SqliteStatement DeleteLost { get; } = new(connection, "DELETE FROM lost WHERE instance = $1", 1);

    public SqliteStatement InsertHeld { get; } = new(connection, "INSERT INTO held (instance, reason, crc) VALUES ($1, $2, $3)", 3);

    public SqliteStatement DeleteHeld { get; } = new(connection, "DELETE FROM held WHERE instance = $1 OR $1 IS NULL", 1);

    public SqliteStatement InsertLate { get; } = new(connection, "INSERT INTO late (key, instance, execution, task, fence, at, reason, crc) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", 8);

    public SqliteStatement TrimLate { get; } = new(connection, "DELETE FROM late WHERE key <= (SELECT key FROM late ORDER BY key DESC LIMIT 1 OFFSET $1)", 1);

    public void Dispose()
    {
        foreach (var statement in new[]
        {
            ReadHost, WriteHost, MaxKey, Begin, Commit, Rollback, Find, Children, Insert, Update, Renew, DeleteInstance, WriteTexts, DeleteTexts,
            AppendHistory, DeleteHistory, InsertPayload, DeletePayloads, InsertMessage, DeleteMessage, DeleteMessages, CountMessages, CountLost, DeleteLost, InsertHeld, DeleteHeld, InsertLate, TrimLate,
        })
        {
            statement.Dispose();
        }
    }
}
