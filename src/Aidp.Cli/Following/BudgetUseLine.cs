using System.Globalization;
using Aidp.Functions.Runs;

namespace Aidp.Cli.Following;

/// <summary>What a run used, against what it may use.</summary>
static class BudgetUseLine
{
    const int BarLength = 10;

    /// <summary>The line; empty when there is nothing to tell. What is not limited is shown without a limit, and only where it says something.</summary>
    public static string Of(RunView run, DateTimeOffset now) => run.Loop is { Budget: var used } loop
        ? string.Join("  ", new[]
        {
            used.CostUsd > 0 || run.Budget?.CostUsd is not null ? Part(RunWords.Cost(used.CostUsd, used.CallsOfUnknownCost), (double)used.CostUsd, (double?)run.Budget?.CostUsd, limit => RunWords.Cost((decimal)limit, 0)) : null,
            used.Tokens > 0 || run.Budget?.Tokens is not null ? Part($"{Count(used.Tokens)} tokens", used.Tokens, run.Budget?.Tokens, limit => Count((long)limit)) : null,
            run.Budget?.AgentTime is { } agentTime ? Part($"agent {RunWords.Time(used.AgentTime)}", used.AgentTime.TotalSeconds, agentTime.TotalSeconds, _ => RunWords.Time(agentTime)) : null,
            run.Budget?.WallTime is { } wallTime && now - DateTime.SpecifyKind(loop.StartedAt, DateTimeKind.Utc) - used.PausedTime is var wall ? Part($"time {RunWords.Time(wall)}", wall.TotalSeconds, wallTime.TotalSeconds, _ => RunWords.Time(wallTime)) : null,
        }.OfType<string>())
        : "";

    static string Part(string used, double amount, double? limit, Func<double, string> write) =>
        limit is { } most ? $"{used} of {write(most)} {Bar(amount / most)}" : used;

    static string Bar(double share)
    {
        var full = (int)Math.Clamp(Math.Round(share * BarLength), 0, BarLength);
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('░', BarLength - full)} {Math.Max(0, share) * 100:0}%");
    }

    static string Count(long tokens) => tokens switch
    {
        < 1_000 => tokens.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e3:0.#}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1e6:0.##}M"),
    };
}
