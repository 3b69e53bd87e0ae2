namespace Aidp.Orchestrations.Settings;

/// <summary>Tiers of models, the cheapest first: a run starts low and rises when it does not get on.</summary>
public sealed record TierSettings
{
    /// <summary>The names, in rising order.</summary>
    public IReadOnlyList<string> Order { get; init; } = ["mini", "standard", "thinking", "pro", "max"];

    /// <summary>Where a run starts.</summary>
    public string Start { get; init; } = "standard";

    /// <summary>As far as it may rise.</summary>
    public string Max { get; init; } = "pro";

    /// <summary>How many iterations in a row each model of a tier may fail before the tier rises. Default: 2.</summary>
    public int FailuresPerModel { get; init; } = 2;
}
