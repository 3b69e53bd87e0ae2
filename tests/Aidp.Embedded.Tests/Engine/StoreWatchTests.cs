using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Store;
using Microsoft.Data.Sqlite;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>The whole store is verified beside the work, and damage that no reader has met stops the engine.</summary>
public sealed class StoreWatchTests
{
    static readonly ToyFunctions Functions = new ToyFunctions().Orchestrator("Empty", _ => Task.FromResult<object?>(null));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damage_ThatNobodyReads_IsFoundAfterACut_AndStopsTheEngine()
    {
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions);
        await engine.RunAsync("Empty");
        await engine.CutOffAsync();
        Damage(engine.StorePath);

        engine.Start();

        var e = await Assert.ThrowsAsync<StoreException>(() => engine.Engine.Completion.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        Assert.Contains("is damaged: the checksum of row", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_FoundWhole_IsVerifiedAgainAfterADay()
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions, time);
        await engine.RunAsync("Empty");
        await engine.RestartAsync();
        await UntilVerifiedAsync(FakeClock.Beginning.UtcDateTime);

        // Another start in order is no reason to read all of it again.
        await engine.Engine.StopAsync(Cancellation);
        engine.Start();
        Assert.False(engine.Engine.Parts.Store.NeedsVerification);

        time.Advance(TimeSpan.FromHours(25));
        await UntilVerifiedAsync(FakeClock.Beginning.AddHours(25).UtcDateTime);

        Task<DateTime?> UntilVerifiedAsync(DateTime at) => Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.VerifiedAt), verified => verified == at);
    }

    [Fact]
    public async Task Damage_ThatWasFound_IsFoundAgainByTheNextEngine()
    {
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions);
        await engine.RunAsync("Empty");
        await engine.RestartAsync();
        await Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.VerifiedAt), verified => verified is not null);
        await engine.CutOffAsync();
        Damage(engine.StorePath);
        engine.Start();
        await Assert.ThrowsAsync<StoreException>(() => engine.Engine.Completion.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        await engine.Engine.StopAsync(Cancellation);

        engine.Start();

        await Assert.ThrowsAsync<StoreException>(() => engine.Engine.Completion.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
    }

    [Fact]
    public async Task Store_VerifiedByAClockThatWasFarAhead_IsNoReasonToStop()
    {
        var time = FakeClock.New();
        await using var engine = new EngineFixture(StoreKind.Sqlite, Eviction.WhenIdle, Functions, time);
        await engine.RunAsync("Empty");
        await engine.Engine.StopAsync(Cancellation);
        engine.Write(new VerifiedWrite(FakeClock.Beginning.UtcDateTime.AddDays(60)));
        engine.Start();
        await engine.Engine.StopAsync(Cancellation);
        engine.Start();

        await engine.RunAsync("Empty");

        Assert.False(engine.Engine.Completion.IsCompleted);
        time.Advance(TimeSpan.FromHours(25));
        await Eventually.GetAsync(() => Task.FromResult(engine.Engine.Parts.Store.VerifiedAt), verified => verified == FakeClock.Beginning.UtcDateTime.AddHours(25));
    }

    static void Damage(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE history SET events = x'5b5d'";
        command.ExecuteNonQuery();
    }
}
