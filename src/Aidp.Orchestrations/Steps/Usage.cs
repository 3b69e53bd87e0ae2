namespace Aidp.Orchestrations.Steps;

/// <summary>What agent calls used. A number that an agent does not report, or that died with it, is unknown and not zero.</summary>
public sealed record Usage
{
    /// <summary>Tokens read, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars, as the agent reports them.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Model turns.</summary>
    public int Turns { get; init; }

    /// <summary>How many calls reported no cost, so that <see cref="CostUsd"/> is a lower bound.</summary>
    public int CallsOfUnknownCost { get; init; }

    /// <summary>Adds the usage of another call.</summary>
    public Usage Plus(Usage other) => new()
    {
        InputTokens = InputTokens + other.InputTokens,
        OutputTokens = OutputTokens + other.OutputTokens,
        CostUsd = CostUsd + other.CostUsd,
        Turns = Turns + other.Turns,
        CallsOfUnknownCost = CallsOfUnknownCost + other.CallsOfUnknownCost,
    };
}
