namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Random numbers that are the same for the same seed on every runtime and machine (SplitMix64).</summary>
sealed class SeededRandom(ulong seed)
{
    // Mixed, since the numbers of neighbouring states are one sequence.
    ulong _state = Mix(seed);

    /// <summary>A number from 0 to one less than a limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A number from a range, both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True so many times in a thousand.</summary>
    public bool Chance(int perMille) => Below(1_000) < perMille;

    /// <summary>One of some items.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    static ulong Mix(ulong mixed)
    {
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
