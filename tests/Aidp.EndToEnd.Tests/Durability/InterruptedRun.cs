using System.Globalization;
using Aidp.EndToEnd.Tests.Running;
using Microsoft.Data.Sqlite;

namespace Aidp.EndToEnd.Tests.Durability;

/// <summary>A run whose host was killed at a durable boundary and that a second process brought to its end, with all that is left of it.</summary>
sealed class InterruptedRun
{
    const string Id = "interrupted";

    readonly string[] _finishedCalls;
    readonly string[] _journal;
    readonly string _integrity;
    readonly string[] _survivors;
    readonly AidpResult _end;

    InterruptedRun(bool wasKilled, string[] boundaries, string tree, string[] finishedCalls, string[] journal, string integrity, string[] survivors, AidpResult end) =>
        (WasKilled, Boundaries, Tree, _finishedCalls, _journal, _integrity, _survivors, _end) = (wasKilled, boundaries, tree, finishedCalls, journal, integrity, survivors, end);

    public bool WasKilled { get; }

    /// <summary>The names of the boundaries that the first process reached; the last is the one at which it was killed.</summary>
    public IReadOnlyList<string> Boundaries { get; }

    /// <summary>The tree of the published branch.</summary>
    public string Tree { get; }

    /// <summary>Runs to the end; the first process is killed at boundary <paramref name="killAt"/>, or never when it is 0.</summary>
    public static async Task<InterruptedRun> RunAsync(int iterations, int killAt)
    {
        using var folder = new ScratchFolder();
        var repository = await CountingRepository.CreateAsync(folder, iterations);
        var state = folder["state"];
        var log = folder["boundaries.log"];
        var first = await AidpProcess.RunAsync(
            ["run", "Add lines until the test passes.", "--repo", repository.Path, "--agent-command", repository.AgentCommand, "--check", $"test={repository.Check}",
                "--id", Id, "--state", state, "--foreground", "--yes", "--json"],
            new Dictionary<string, string> { ["AIDP_CRASH_AT"] = killAt.ToString(CultureInfo.InvariantCulture), ["AIDP_CRASH_LOG"] = log });
        var wasKilled = first.ExitCode == AidpResult.Killed;
        var end = first;
        if (wasKilled)
        {
            end = await AidpProcess.RunAsync(["attach", Id, "--state", state, "--foreground", "--json"]);
            if (end.ExitCode == 2)
            {
                // Killed before the run was on record: whoever asked for it got no answer, and asks again.
                end = await AidpProcess.RunAsync(
                    ["run", "Add lines until the test passes.", "--repo", repository.Path, "--agent-command", repository.AgentCommand, "--check", $"test={repository.Check}",
                        "--id", Id, "--state", state, "--foreground", "--yes", "--json"]);
            }
        }

        var clone = Directory.GetDirectories(Path.Combine(state, "repositories")).Single();
        return new InterruptedRun(
            wasKilled,
            File.Exists(log) ? await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken) : [],
            await Shell.GitAsync(repository.Path, "for-each-ref", "--format=%(tree)", "refs/heads/aidp/"),
            repository.FinishedCalls,
            (await Shell.GitAsync(clone, "log", "--format=%(trailers:key=Aidp-Step,valueonly,separator=)", $"refs/aidp/runs/{Id}", "--grep=^Aidp-Step")).Split('\n'),
            await IntegrityAsync(state),
            [.. ProcessList.In(folder.Path)],
            end);
    }

    /// <summary>Asserts that nothing shows of the interruption.</summary>
    public void AssertWhole(string tree, int iterations)
    {
        var at = WasKilled ? $"killed at {Boundaries.Count}, {Boundaries[^1]}" : "not killed";
        _end.AssertExit(0);
        Assert.True(tree == Tree, $"{at}: another tree");
        Assert.True(_end.Result.GetProperty("status").GetString() == "completed", $"{at}: {_end.Output}");
        Assert.True(_end.Result.GetProperty("iterations").GetInt32() == iterations, $"{at}: {_end.Output}");
        Assert.True(_finishedCalls.SequenceEqual(Enumerable.Range(1, iterations).Select(i => i.ToString(CultureInfo.InvariantCulture))), $"{at}: agent calls came to their end: {string.Join(", ", _finishedCalls)}");
        Assert.True(_journal.Length == iterations && _journal.Distinct().Count() == iterations, $"{at}: steps in the journal: {string.Join(", ", _journal)}");
        Assert.True(_integrity == "ok", $"{at}: {_integrity}");
        Assert.True(_survivors.Length == 0, $"{at}: still running: {string.Join(", ", _survivors)}");
    }

    static async Task<string> IntegrityAsync(string state)
    {
        var store = Directory.GetFiles(state, "*.db", SearchOption.AllDirectories).Single();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
