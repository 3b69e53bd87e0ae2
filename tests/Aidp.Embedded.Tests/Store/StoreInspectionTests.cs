using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Tests.Store;

public sealed class StoreInspectionTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-store-").FullName;

    string Path => System.IO.Path.Combine(_folder, "store.db");

    [Fact]
    public void Look_WhileAHostOwnsIt_CountsAndLeavesItToTheHost()
    {
        using var store = SqliteStore.Open(Path, syncAlways: false, largePayloadLength: 10);
        store.Commit([.. Enumerable.Range(0, 450).Select(Start)]);

        var seen = StoreInspection.Look(Path, TestContext.Current.CancellationToken);
        store.Commit([Start(450)]);

        Assert.Equal((450, 450), (seen.Instances, seen.Unfinished));
        Assert.Equal(seen.NewestVersion, seen.Version);
        Assert.True(seen.Bytes > 0);
        Assert.NotNull(store.Find("i450"));
    }

    [Theory]
    [InlineData("UPDATE instance SET name = 'other'", "instance 'i0'")]
    [InlineData("UPDATE history SET events = x'5b5d'", "of history")]
    [InlineData("UPDATE payload SET text = 'other'", "of payload")]
    public void Look_AtAChangedRow_SaysWhich(string change, string expected)
    {
        using (var store = SqliteStore.Open(Path, syncAlways: false, largePayloadLength: 10))
        {
            store.Commit([Start(0)]);
        }

        Change(change);

        var e = Assert.Throws<StoreException>(() => StoreInspection.Look(Path, TestContext.Current.CancellationToken));
        Assert.Contains("is damaged", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Look_AtANewerStore_SaysSo()
    {
        SqliteStore.Open(Path, syncAlways: false).Dispose();
        Change("PRAGMA user_version = 99");

        Assert.Contains("has version 99", Assert.Throws<StoreException>(() => StoreInspection.Look(Path, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static StartWrite Start(int number) => new(new ExecutionStartedEvent(-1, "\"a long input\"") { Name = "Loop", InstanceId = $"i{number}", ExecutionId = "x", Timestamp = DateTime.UnixEpoch }, []);

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants of these tests.")]
    void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
