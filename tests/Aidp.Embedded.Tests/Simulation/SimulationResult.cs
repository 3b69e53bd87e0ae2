using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>How a simulation is run.</summary>
sealed record SimulationSettings
{
    /// <summary>The store; the same seed gives the same run on each.</summary>
    public StoreKind Store { get; init; }

    /// <summary>Makes what is wrong with each engine; null for engines as they are.</summary>
    public Func<SeededRandom, CommitMutation>? Mutation { get; init; }

    /// <summary>Whether an engine that has lost its store can still write to it; no real store allows that.</summary>
    public bool SharesStore { get; init; }

    /// <summary>Whether what happens is written down.</summary>
    public bool Traces { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violation">What was wrong; null when nothing was.</param>
/// <param name="Trace">What happened, if it was asked for.</param>
/// <param name="Counts">What the run went through.</param>
sealed record SimulationResult(ulong Seed, string? Violation, IReadOnlyList<string> Trace, SimulationCounts Counts);

/// <summary>What runs went through, to see that they went through everything.</summary>
sealed class SimulationCounts
{
    public long Engines { get; set; }

    public long CutOffsBeforeCommits { get; set; }

    public long CutOffsAfterCommits { get; set; }

    public long CutOffsBetween { get; set; }

    public long Stops { get; set; }

    public long Zombies { get; set; }

    public long ClockJumps { get; set; }

    public long Commits { get; set; }

    public long Steps { get; set; }

    public long Instances { get; set; }

    public long Generations { get; set; }

    public long Events { get; set; }

    public long Terminations { get; set; }

    public long Suspensions { get; set; }

    public long Purges { get; set; }

    public long Replays { get; set; }

    public long LostActivities { get; set; }

    /// <summary>Adds those of another run.</summary>
    public void Add(SimulationCounts other)
    {
        foreach (var count in typeof(SimulationCounts).GetProperties())
        {
            count.SetValue(this, (long)count.GetValue(this)! + (long)count.GetValue(other)!);
        }
    }

    /// <summary>All counts with their names.</summary>
    public IReadOnlyList<(string Name, long Count)> All() => [.. typeof(SimulationCounts).GetProperties().Select(count => (count.Name, (long)count.GetValue(this)!))];
}

/// <summary>A run broke a promise of the engine.</summary>
sealed class ViolationException(string message) : Exception(message);
