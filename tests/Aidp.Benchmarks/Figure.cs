using System.Globalization;

namespace Aidp.Benchmarks;

/// <summary>One measured number: several runs, so that noise shows.</summary>
/// <param name="Shape">What was measured.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Values">One value a run.</param>
sealed record Figure(string Shape, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>The middle value.</summary>
    public double Median => Percentile(Values, 50);

    /// <summary>The smallest value.</summary>
    public double Minimum => Values.Min();

    /// <summary>The largest value.</summary>
    public double Maximum => Values.Max();

    /// <summary>What the median should reach; null when nothing was set.</summary>
    public Target? Target { get; init; }

    /// <summary>How many times as good as the target the median is; 1 and more reaches it. Null without a target.</summary>
    public double? Ratio => Target is null ? null : Target.AtLeast ? Median / Target.Value : Target.Value / Median;

    /// <summary>What the number should be compared with, in words; null when it speaks for itself.</summary>
    public string? Note { get; init; }

    /// <summary>The value that so many percent of the values do not exceed.</summary>
    public static double Percentile(IReadOnlyCollection<double> values, double percent) => values.Order().ElementAt((int)Math.Min(values.Count - 1, values.Count * percent / 100));

    /// <inheritdoc/>
    public override string ToString()
    {
        var target = Target is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {Ratio:F2} of the target {Target.Value:G}");
        return string.Create(CultureInfo.InvariantCulture, $"{Shape,-62} median {Median,9:F2} (min {Minimum:F2}, max {Maximum:F2}) {Unit}{target} {Note}");
    }
}

/// <summary>What a figure should reach.</summary>
/// <param name="Value">The number, in the unit of the figure.</param>
/// <param name="AtLeast">Whether more is better; otherwise less is.</param>
sealed record Target(double Value, bool AtLeast);
