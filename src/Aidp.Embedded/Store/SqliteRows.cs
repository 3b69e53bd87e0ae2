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
            Bytes = reader.GetInt64(14),
            Buffered = reader.GetInt32(15),
        };
        Verify(Checksum(row), reader.GetInt64(16), path, $"instance '{row.Id}'");
        return row;
    }

    public static long Checksum(InstanceRow row)
    {
        var checksum = new Checksum()
            .Add(row.Key).Add(row.Id).Add(row.ExecutionId).Add(row.Name).Add(row.Version).Add((long)row.Status)
            .Add(row.CreatedAt.Ticks).Add(row.UpdatedAt.Ticks).Add(row.CompletedAt?.Ticks).Add(row.DueAt?.Ticks)
            .Add(row.OpenActivities).Add(row.Steps).Add(row.Events).Add(row.ParentId);

        // Rows of version 1 have neither, and keep their checksum.
        return (row.Bytes, row.Buffered) == (0, 0) ? checksum.Value : checksum.Add(row.Bytes).Add(row.Buffered).Value;
    }

    /// <summary>The row of <c>host</c>, its columns in the order of <see cref="HostRow.Columns"/>.</summary>
    public static HostRow Host(SqliteDataReader reader, string path)
    {
        var verified = Time(reader, 5)!.Value;
        var row = new HostRow(reader.GetInt64(0), reader.GetInt64(1) == 1, reader.GetInt64(2), reader.GetInt64(3), Text(reader, 4), verified == DateTime.MinValue ? null : verified);
        if (!reader.IsDBNull(6))
        {
            Verify(Checksum(row), reader.GetInt64(6), path, "the row about the store itself");
        }

        return row;
    }

    /// <summary>A row of <c>held</c>, with the id of the instance after its number.</summary>
    public static HeldInstance Held(SqliteDataReader reader, string path)
    {
        var held = new HeldInstance(reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
        Verify(Checksum(held.Key, held.Reason), reader.GetInt64(3), path, $"the reason for which '{held.Id}' is held");
        return held;
    }

    /// <summary>A row of <c>late</c>.</summary>
    public static LateAnswer Late(SqliteDataReader reader, string path)
    {
        var answer = new LateAnswer(reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt64(4), Time(reader, 5)!.Value, reader.GetString(6));
        Verify(Checksum(reader.GetInt64(0), answer), reader.GetInt64(7), path, $"a late answer to '{answer.InstanceId}'");
        return answer;
    }

    public static long Checksum(HostRow row) => new Checksum()
        .Add(row.Epoch).Add(row.IsClean ? 1 : 0).Add(row.Identity).Add(row.Commits).Add(row.Program).Add(row.VerifiedAt?.Ticks).Value;

    public static long Checksum(long key, LateAnswer late) => new Checksum()
        .Add(key).Add(late.InstanceId).Add(late.ExecutionId).Add(late.Task).Add(late.Fence).Add(late.At.Ticks).Add(late.Reason).Value;

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
