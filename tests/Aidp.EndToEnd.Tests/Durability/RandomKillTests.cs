using System.Globalization;
using Aidp.EndToEnd.Tests.Running;

namespace Aidp.EndToEnd.Tests.Durability;

/// <summary>Ends hosts with SIGKILL at random moments, twenty times, and lets the run come to its end all the same.</summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    const int Iterations = 8;
    const int Kills = 20;

    [Fact]
    public async Task ForegroundRun_KilledAtRandom_EndsWithTheSameTreeAndIterations()
    {
        using var folder = new ScratchFolder();
        var repository = await CreateAsync(folder);
        var random = Seeded();
        string[] attach = ["attach", "r", "--state", folder["state"], "--foreground", "--json"];

        // What is killed before the run is on record leaves nothing to attach to, so the first kill waits for the first word of it.
        await KillAfterRandomTimeAsync(Arguments(repository, folder, "--foreground"), random, begun: process => process.Output.Length > 0);
        for (var kill = 1; kill < Kills; kill++)
        {
            await CountAsync(folder, kill);
            await KillAfterRandomTimeAsync(attach, random, begun: _ => true);
        }

        await CountAsync(folder, Kills);

        await AssertSameEndAsync(repository, await AidpProcess.RunAsync(attach));
    }

    [Fact]
    public async Task BackgroundHost_KilledAtRandom_EndsWithTheSameTreeAndIterations()
    {
        using var folder = new ScratchFolder();
        var repository = await CreateAsync(folder);
        var random = Seeded();
        var started = await AidpProcess.RunAsync(Arguments(repository, folder, "--detach"));
        started.AssertExit(0);
        string[] status = ["status", "r", "--state", folder["state"], "--json"];

        for (var kill = 0; kill < Kills; kill++)
        {
            // Any verb starts the host again when none answers.
            (await AidpProcess.RunAsync(status)).AssertExit(0);
            await Task.Delay(random.Next(50, 700), TestContext.Current.CancellationToken);
            Assert.True(BackgroundHost.Kill(folder["state"]), $"Kill {kill} hit nothing.");
            await CountAsync(folder, kill + 1);
        }

        await AssertSameEndAsync(repository, await AidpProcess.RunAsync(["attach", "r", "--state", folder["state"], "--json"]));
        BackgroundHost.Kill(folder["state"]);
    }

    /// <summary>The agent of iteration n waits for as many of the kills as n is of the iterations, so that each of them hits a run that has not ended, and none all of them.</summary>
    static async Task<CountingRepository> CreateAsync(ScratchFolder folder)
    {
        await CountAsync(folder, 0);
        return await CountingRepository.CreateAsync(
            folder, Iterations, $"until [ \"$(cat '{folder["kills"]}')\" -ge $((AIDP_ITERATION * {Kills.ToString(CultureInfo.InvariantCulture)} / {Iterations.ToString(CultureInfo.InvariantCulture)})) ] 2> /dev/null; do sleep 0.05; done");
    }

    static Task CountAsync(ScratchFolder folder, int kills) => File.WriteAllTextAsync(folder["kills"], kills.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);

    static string[] Arguments(CountingRepository repository, ScratchFolder folder, string mode) =>
        ["run", "Add lines until the test passes.", "--repo", repository.Path, "--agent-command", repository.AgentCommand, "--check", $"test={repository.Check}",
            "--id", "r", "--state", folder["state"], mode, "--yes", "--json"];

    static async Task AssertSameEndAsync(CountingRepository repository, AidpResult end)
    {
        end.AssertExit(0);
        Assert.Equal(Iterations, end.Result.GetProperty("iterations").GetInt32());
        var lines = await Shell.GitAsync(repository.Path, "show", "aidp/r:progress.txt");
        Assert.Equal(Enumerable.Range(1, Iterations).Select(i => $"line {i.ToString(CultureInfo.InvariantCulture)}"), lines.Split('\n'));
    }

    static async Task KillAfterRandomTimeAsync(string[] arguments, Random random, Func<AidpProcess, bool> begun)
    {
        using var process = AidpProcess.Start(arguments);
        await process.UntilAsync(begun);
        await Task.Delay(random.Next(200, 1500), TestContext.Current.CancellationToken);
        process.Kill();
        Assert.Equal(AidpResult.Killed, (await process.WaitAsync()).ExitCode);
    }

    Random Seeded()
    {
        var seed = Environment.GetEnvironmentVariable("AIDP_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"AIDP_TEST_SEED={seed.ToString(CultureInfo.InvariantCulture)} runs this again");
        return new Random(seed);
    }
}
