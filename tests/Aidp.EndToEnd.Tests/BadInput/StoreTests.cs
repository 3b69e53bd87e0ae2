using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Aidp.EndToEnd.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Aidp.EndToEnd.Tests.BadInput;

/// <summary>Store files that this program cannot use.</summary>
public sealed class StoreTests
{
    static readonly byte[] _text = Encoding.ASCII.GetBytes(new string('x', 10_000));

    [Theory]
    [InlineData("--foreground")]
    [InlineData("--detach")]
    public async Task Run_StoreThatIsDamaged_SaysWhatToDoAndLeavesItAsItIs(string mode)
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository.State);
        var store = Path.Combine(repository.State, "store.db");
        await File.WriteAllBytesAsync(store, _text, TestContext.Current.CancellationToken);

        var end = await RunAsync(repository, mode);

        AssertRefused(end, "is not a store: it is not an SQLite file, or its beginning is damaged. Restore it from a backup, or move it away");
        Assert.Equal(_text, await File.ReadAllBytesAsync(store, TestContext.Current.CancellationToken));
        Assert.Empty(await repository.BranchesAsync());
    }

    [Fact]
    public async Task Run_StoreOfANewerVersion_SaysWhatToDoAndKeepsItsRuns()
    {
        using var repository = await UserRepository.CreateAsync();
        (await RunAsync(repository, "--foreground")).AssertExit(0);
        var known = await SetVersionAsync(repository, 99);

        var refused = await RunAsync(repository, "--foreground");

        AssertRefused(refused, $"has version 99, and this program knows versions up to {known.ToString(CultureInfo.InvariantCulture)}. Use the newer program that wrote it");
        await SetVersionAsync(repository, known);
        (await AidpProcess.RunAsync(["attach", "r", "--state", repository.State, "--foreground"])).AssertExit(0);
    }

    [Fact]
    public async Task Run_DiskWithoutRoom_SaysHowMuchIsMissingAndStartsWhenThereIsRoom()
    {
        using var repository = await UserRepository.CreateAsync();
        Directory.CreateDirectory(repository["config/aidp"]);

        // The most that can be asked for: a pebibyte, more than any disk has.
        await File.WriteAllTextAsync(repository["config/aidp/aidp.yml"], "artifacts:\n  min_free: 1048576GB\n", TestContext.Current.CancellationToken);

        var refused = await AidpProcess.RunAsync(repository.Arguments("--agent-command", UserRepository.Agent), new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = repository["config"] });

        AssertRefused(refused, "must stay free. Free some space, lower artifacts.min_free, or shorten artifacts.retention.");
        Assert.Empty(await repository.BranchesAsync());
        (await repository.RunAsync("--agent-command", UserRepository.Agent)).AssertExit(0);
    }

    static Task<AidpResult> RunAsync(UserRepository repository, string mode) =>
        AidpProcess.RunAsync(["run", "Do it.", "--id", "r", "--repo", repository.Path, "--state", repository.State, "--yes", "--agent-command", UserRepository.Agent, mode]);

    static void AssertRefused(AidpResult end, string message)
    {
        end.AssertExit(1);
        Assert.Contains(message, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
    }

    /// <summary>Returns the version that it was.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "A pragma takes no parameters, and the value is a number of this test.")]
    static async Task<long> SetVersionAsync(UserRepository repository, long version)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(repository.State, "store.db"), Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var before = (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        command.CommandText = $"PRAGMA user_version = {version.ToString(CultureInfo.InvariantCulture)}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return before;
    }
}
