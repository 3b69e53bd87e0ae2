namespace Aidp.Benchmarks;

/// <summary>One measured number: several runs, so that noise shows.</summary>
/// <param name="Shape">What was measured.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Values">One value a run.</param>
sealed record Figure(string Shape, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>The middle value.</summary>
    public double Median => Values.Order().ElementAt(Values.Count / 2);

    /// <summary>The smallest value.</summary>
    public double Minimum => Values.Min();

    /// <summary>The largest value.</summary>
    public double Maximum => Values.Max();

    /// <summary>What the number should be compared with, in words; null when it speaks for itself.</summary>
    public string? Note { get; init; }
}
