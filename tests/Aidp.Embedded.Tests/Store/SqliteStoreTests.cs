using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Tests.Store;

public sealed class SqliteStoreTests : OrchestrationStoreContract
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-store-").FullName;
    SqliteStore _store;

    public SqliteStoreTests() => _store = SqliteStore.Open(Path, syncAlways: false);

    internal override OrchestrationStore Store => _store;

    string Path => System.IO.Path.Combine(_folder, "store.db");

    [Fact]
    public void Open_InUse_NamesTheProcess()
    {
        var e = Assert.Throws<StoreException>(() => SqliteStore.Open(Path));

        Assert.Contains($"in use by process {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterACut_HasEverythingAcknowledgedAndAGreaterEpoch()
    {
        _store.Commit([Start("a")]);
        var epoch = _store.Epoch;
        _store.Crash();

        _store = SqliteStore.Open(Path);

        Assert.NotNull(_store.Find("a"));
        Assert.True(_store.Epoch > epoch);
        Assert.Contains("synchronous=FULL", _store.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfANewerStore_IsRefused()
    {
        Change("PRAGMA user_version = 99");

        Assert.Contains("has version 99, and this program knows versions up to", Assert.Throws<StoreException>(() => SqliteStore.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAnOlderStore_MakesABackupAndMigrates()
    {
        _store.Commit([Start("a")]);
        _store.Dispose();

        _store = SqliteStore.Open(Path, migrations: [.. SqliteFile.Migrations, "ALTER TABLE instance ADD COLUMN added TEXT;"]);

        Assert.NotNull(_store.Find("a"));
        Assert.True(File.Exists($"{Path}.v{SqliteFile.Migrations.Count}.backup"));
    }

    [Fact]
    public void Read_OfADamagedRow_DoesNotKeepTheLogFromBeingFolded()
    {
        _store.Commit([Start("a")]);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "UPDATE history SET events = zeroblob(3)";
        command.ExecuteNonQuery();

        Assert.Contains("is damaged", Assert.Throws<StoreException>(() => _store.History("a")).Message, StringComparison.Ordinal);

        _store.Commit([Start("b")]);
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public void Commit_DiskFull_SaysSoAndKeepsWhatWasAcknowledged()
    {
        _store.Commit([Start("a")]);
        _store.Dispose();
        string[] migrations = [.. SqliteFile.Migrations, "PRAGMA max_page_count = 1;"];
        _store = SqliteStore.Open(Path, migrations: migrations);

        var e = Assert.Throws<StoreException>(() => _store.Commit([.. Enumerable.Range(0, 1000).Select(i => Start($"instance-{i}"))]));

        Assert.Contains("is full. Nothing that was acknowledged is lost: free some space", e.Message, StringComparison.Ordinal);
        _store.Dispose();
        _store = SqliteStore.Open(Path, migrations: migrations);
        Assert.NotNull(_store.Find("a"));
        Assert.Null(_store.Find("instance-0"));
    }

    [Fact]
    public void Open_OfAnotherProgramsFile_IsRefused()
    {
        Change("PRAGMA application_id = 1");

        Assert.Contains("of another program", Assert.Throws<StoreException>(() => SqliteStore.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfSomethingElse_IsRefused()
    {
        _store.Dispose();
        File.WriteAllText(Path, new string('x', 10_000));

        Assert.Contains("is not a store", Assert.Throws<StoreException>(() => SqliteStore.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterAnUncleanEnd_OfADamagedFile_IsRefused()
    {
        _store.Commit([.. Enumerable.Range(0, 200).Select(i => Start($"instance-{i}"))]);
        _store.Dispose();
        Change("UPDATE host SET clean = 0");
        var bytes = File.ReadAllBytes(Path);
        Array.Fill(bytes, (byte)0xA5, 4096 * 4, 4096 * 3);
        File.WriteAllBytes(Path, bytes);

        Assert.Contains("is damaged", Assert.Throws<StoreException>(() => SqliteStore.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE history SET events = cast(replace(cast(events AS TEXT), 'Name', 'Nome') AS BLOB)")]
    [InlineData("UPDATE instance SET status = 0")]
    [InlineData("UPDATE message SET event = cast(replace(cast(event AS TEXT), 'EventRaised', 'EventSent') AS BLOB)")]
    [InlineData("DELETE FROM history")]
    public void Read_OfAChangedRow_IsRefused(string damage)
    {
        _store.Commit([Start("a")]);
        _store.Commit([new MessageWrite("a", new DurableTask.History.EventRaisedEvent(-1, null) { Name = "e" })]);
        Change(damage);
        _store = SqliteStore.Open(Path);

        Assert.Contains("is damaged", Assert.Throws<StoreException>(() => _store.Load("a")).Message, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants of these tests.")]
    void Change(string sql)
    {
        _store.Dispose();
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql + "; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }
}
