using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>What can be said of a store without owning it, while a host may be writing to it.</summary>
/// <param name="Version">The version of its schema; 0 for an empty file.</param>
/// <param name="NewestVersion">The version that this program brings it to, after a backup.</param>
/// <param name="Instances">How many orchestrations it holds.</param>
/// <param name="Unfinished">How many of them have not ended.</param>
/// <param name="Bytes">The size of the file and its log.</param>
public sealed record StoreInspection(long Version, long NewestVersion, int Instances, int Unfinished, long Bytes)
{
    /// <summary>Reads all of it: its structure, and the checksum of every row.</summary>
    /// <exception cref="StoreException">It is damaged, newer than this program, or no store; the message says what to do.</exception>
    public static StoreInspection Look(string path, CancellationToken cancellation)
    {
        try
        {
            using var connection = SqliteFile.OpenForReading(path);
            var newest = SqliteFile.Migrations.Count;
            var version = SqliteFile.Version(connection, path, newest);
            SqliteFile.CheckStructure(connection, path);

            // The rows of an older version may look different; they are checked once a host has brought it up to date.
            var rows = version == newest ? new StoreRows(connection, path, cancellation) : null;
            rows?.Verify();
            return new(version, newest, rows?.Instances ?? 0, rows?.Unfinished ?? 0, Size(path) + Size(path + "-wal"));
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Explain(e, path);
        }
    }

    static long Size(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
