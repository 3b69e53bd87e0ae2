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
    /// <summary>Unfinished orchestrations that the program which ran last cannot go on with, and why.</summary>
    public IReadOnlyList<(string Id, string Reason)> Held { get; init; } = [];

    /// <summary>Answers of activity calls that came too late and were rejected, the first one first; at most 1,000.</summary>
    public IReadOnlyList<LateAnswer> Late { get; init; } = [];

    /// <summary>Reads all of it: its structure, and the checksum of every row.</summary>
    /// <exception cref="StoreException">It is damaged, newer than this program, or no store; the message says what to do.</exception>
    public static StoreInspection Look(string path, CancellationToken cancellation)
    {
        try
        {
            using var connection = SqliteFile.OpenForReading(path);
            var newest = SqliteFile.Migrations.Count;
            var version = SqliteFile.Version(connection, path, newest);
            if (version < newest)
            {
                // The rows of an older version may look different; they are checked once a host has brought it up to date.
                SqliteFile.CheckStructure(connection, path);
                return new(version, newest, 0, 0, Size(path) + Size(path + "-wal"));
            }

            var rows = StoreVerification.Run(connection, path, cancellation);
            return new(version, newest, rows.Instances, rows.Unfinished, Size(path) + Size(path + "-wal"))
            {
                Held = [.. rows.Held.Select(held => (held.Id, held.Reason))],
                Late = rows.Late,
            };
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Explain(e, path);
        }
    }

    static long Size(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
