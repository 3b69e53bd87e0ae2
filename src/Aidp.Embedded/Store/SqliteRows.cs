using System.Globalization;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Store;

/// <summary>Rows of the store's tables as records, with their checksums verified.</summary>
static class SqliteRows
{
    /// <summary>A row of <c>instance</c>, its columns in the order of <see cref="WriteStatements.Columns"/>.</summary>
    public static InstanceRow Instance(SqliteDataReader reader, string path)
    {
        var row = new InstanceRow
        {
            Key = reader.GetInt64(0),
            Id = reader.GetString(1),
            ExecutionId = reader.GetString(2),
            Name = reader.GetString(3),
            Version = Text(reader, 4),
            Status = (OrchestrationRuntimeStatus)reader.GetInt32(5),
            CreatedAt = Time(reader, 6)!.Value,
            UpdatedAt = Time(reader, 7)!.Value,
            CompletedAt = Time(reader, 8),
            DueAt = Time(reader, 9),
            OpenActivities = reader.GetInt32(10),
            Steps = reader.GetInt32(11),
            Events = reader.GetInt32(12),
            ParentId = Text(reader, 13),
        };
        Verify(Checksum(row), reader.GetInt64(14), path, $"instance '{row.Id}'");
        return row;
    }

    public static long Checksum(InstanceRow row) => new Checksum()
        .Add(row.Key).Add(row.Id).Add(row.ExecutionId).Add(row.Name).Add(row.Version).Add((long)row.Status)
        .Add(row.CreatedAt.Ticks).Add(row.UpdatedAt.Ticks).Add(row.CompletedAt?.Ticks).Add(row.DueAt?.Ticks)
        .Add(row.OpenActivities).Add(row.Steps).Add(row.Events).Add(row.ParentId).Value;

    public static long Checksum(long key, ReadOnlySpan<byte> body) => new Checksum().Add(key).Add(body).Value;

    public static long Checksum(long key, string? a, string? b = null, string? c = null) => new Checksum().Add(key).Add(a).Add(b).Add(c).Value;

    /// <summary>Refuses a row that is not what was written.</summary>
    /// <exception cref="StoreException">The checksums differ.</exception>
    public static void Verify(long actual, long stored, string path, string what)
    {
        if (actual != stored)
        {
            throw SqliteFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"the checksum of {what} is {actual:x8} and should be {stored:x8}"));
        }
    }

    public static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static DateTime? Time(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : new DateTime(reader.GetInt64(column), DateTimeKind.Utc);
}
