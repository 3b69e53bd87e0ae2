using System.Collections.Concurrent;
using System.Globalization;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Random runs of the engine, in virtual time, with crashes: see CONTRIBUTING.md for more seeds, and for one seed again.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    static readonly ulong First = Number("AIDP_SIMULATION_FIRST_SEED", 1);
    static readonly StoreKind Store = Enum.TryParse<StoreKind>(Environment.GetEnvironmentVariable("AIDP_SIMULATION_STORE"), ignoreCase: true, out var store) ? store : StoreKind.Memory;

    [Fact]
    public void Seeds_TenThousandOrAsManyAsAsked_KeepEveryPromise() => Run(StoreKind.Memory, Number("AIDP_SIMULATION_SEEDS", 10_000));

    /// <summary>A file takes longer, and what only it does is seen in fewer.</summary>
    [Fact]
    public void Seeds_OneInTwentyOnAFileThatEveryEngineOpensAgain_KeepEveryPromise() => Run(StoreKind.Sqlite, Number("AIDP_SIMULATION_SEEDS", 10_000) / 20);

    [Fact]
    public void SameSeed_OnBothStores_GivesTheSameTrace() => Seeds.Each(First, 100, seed =>
    {
        var (memory, file) = (Simulation.Run(seed, new() { Traces = true }), Simulation.Run(seed, new() { Traces = true, Store = StoreKind.Sqlite }));
        Assert.Equal(memory.Trace, file.Trace);
        return true;
    });

    void Run(StoreKind store, ulong seeds)
    {
        var (counts, failures) = (new SimulationCounts(), new ConcurrentBag<SimulationResult>());
        Seeds.Each(First, seeds, seed =>
        {
            var result = Simulation.Run(seed, new SimulationSettings { Store = store });
            lock (counts)
            {
                counts.Add(result.Counts);
            }

            if (result.Violation is not null)
            {
                failures.Add(result);
            }

            return failures.Count < 10;
        });

        output.WriteLine(string.Join(Environment.NewLine, counts.All().Select(count => $"{count.Name}: {count.Count}")));
        Assert.True(failures.IsEmpty, Explain(store, [.. failures.OrderBy(failure => failure.Seed)]));
        // A few seeds need not go through everything; so many do.
        Assert.True(seeds < 500 || counts.All().All(count => count.Count > 0));
    }

    [Fact]
    public void SameSeed_RunTwice_GivesTheSameTrace() => Seeds.Each(First, 200, seed =>
    {
        var (once, again) = (Simulation.Run(seed, new() { Traces = true }), Simulation.Run(seed, new() { Traces = true }));
        Assert.Equal(once.Trace, again.Trace);
        Assert.NotEmpty(once.Trace);
        return true;
    });

    /// <summary>Does nothing unless a seed is given to look at.</summary>
    [Fact]
    public void OneSeed_IfGiven_ShowsItsTrace()
    {
        if (Number("AIDP_SIMULATION_SEED", 0) is var seed and > 0)
        {
            SimulationResult? result = null;
            Seeds.Each(seed, 1, one =>
            {
                result = Simulation.Run(one, new() { Traces = true, Store = Store });
                return true;
            });
            output.WriteLine(string.Join(Environment.NewLine, result!.Trace));
            Assert.Null(result.Violation);
        }
    }

    static string Explain(StoreKind store, IReadOnlyList<SimulationResult> failures)
    {
        if (failures.Count == 0)
        {
            return string.Empty;
        }

        var lines = failures.Select(failure => $"Seed {failure.Seed}: {failure.Violation}");
        var trace = Array.Empty<string>() as IReadOnlyList<string>;
        Seeds.Each(failures[0].Seed, 1, seed =>
        {
            trace = Simulation.Run(seed, new() { Traces = true, Store = store }).Trace;
            return true;
        });
        return $"""
            {string.Join(Environment.NewLine, lines)}

            Run one again with its whole trace: AIDP_SIMULATION_SEED={failures[0].Seed} AIDP_SIMULATION_STORE={store}. How it ended:
            {string.Join(Environment.NewLine, trace.TakeLast(150))}
            """;
    }

    static ulong Number(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
