using System.IO.Compression;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Engine;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Tests.Upgrade;

/// <summary>Stores of every version, kept for ever, open with this program, and their runs go on.</summary>
public sealed class StoreUpgradeTests
{
    /// <summary>Names the folder to write the store of this version to; nothing is recorded without it.</summary>
    const string RecordTo = "AIDP_RECORD_STORES";

    static string Stores => Path.Combine(AppContext.BaseDirectory, "Upgrade", "Stores");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Stores).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Store_OfAnyVersion_OpensAfterABackup_AndEveryRunGoesOn(string file)
    {
        using var folder = new Hosting.TestFolder();
        var path = Path.Combine(folder.Path, "store.db");
        await ExtractAsync(file, path);
        var time = FakeClock.New();
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, EveryKindOfRun.Functions(isBlocked: false), time, options =>
        {
            options.StorePath = path;
            options.Program = "a later program";
        });

        Assert.Empty(engine.Engine.Parts.Held);
        Assert.Equal(EveryKindOfRun.Ends, await EveryKindOfRun.EndAsync(engine, time));
        engine.Engine.Parts.Store.Verify(Cancellation);
        Assert.Equal(!file.StartsWith($"v{SqliteFile.Migrations.Count}.", StringComparison.Ordinal), File.Exists($"{path}.{file.Split('.')[0]}.backup"));
    }

    [Fact]
    public void Stores_OfAllVersions_AreThere() =>
        Assert.Equal(Enumerable.Range(1, SqliteFile.Migrations.Count).Select(version => $"v{version}.db.gz"), Directory.GetFiles(Stores).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Backup_OfAnOlderStore_IsThatStore()
    {
        using var folder = new Hosting.TestFolder();
        var path = Path.Combine(folder.Path, "store.db");
        await ExtractAsync("v1.db.gz", path);

        SqliteStore.Open(path).Dispose();

        Assert.Equal((1L, 13L), Count($"{path}.v1.backup"));
        Assert.Equal((SqliteFile.Migrations.Count, 13L), Count(path));
    }

    [Fact]
    public async Task Store_OfThisVersion_CanBeRecorded()
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, EveryKindOfRun.Functions(isBlocked: true), time, options => options.DrainTime = TimeSpan.Zero);
        await EveryKindOfRun.MakeAsync(engine);
        await engine.Engine.StopAsync(Cancellation);
        if (Environment.GetEnvironmentVariable(RecordTo) is { Length: > 0 } folder)
        {
            await using var target = File.Create(Path.Combine(folder, $"v{SqliteFile.Migrations.Count}.db.gz"));
            await using var compressed = new GZipStream(target, CompressionLevel.SmallestSize);
            await using var source = File.OpenRead(engine.StorePath);
            await source.CopyToAsync(compressed, Cancellation);
        }
    }

    static async Task ExtractAsync(string file, string path)
    {
        await using var source = new GZipStream(File.OpenRead(Path.Combine(Stores, file)), CompressionMode.Decompress);
        await using var target = File.Create(path);
        await source.CopyToAsync(target, Cancellation);
    }

    static (long Version, long Instances) Count(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT user_version, (SELECT count(*) FROM instance) FROM pragma_user_version";
        using var row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
