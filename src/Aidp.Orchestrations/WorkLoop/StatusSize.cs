using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Keeps a status within 8 KB whatever names, notes and numbers it shows: the real host refuses more than 16 KB of UTF-16.</summary>
static class StatusSize
{
    const int NameLength = 30;

    /// <summary>The status with the checks that matter most, every text cut to its share, and the line that says what the run waits for.</summary>
    public static LoopStatus Showing(this LoopStatus status, IReadOnlyList<CheckVerdict> verdicts)
    {
        var bounded = status with
        {
            Step = status.Step is { } step ? step with { Target = Name(step.Target) } : null,
            Agent = Name(status.Agent),
            Model = BoundedText.Cut(status.Model, 60),
            Tier = Name(status.Tier),
            Checks = [.. Chosen(verdicts).Select(verdict => verdict with { Name = Name(verdict.Name)! })],
            ChecksNotShown = Math.Max(0, verdicts.Count - LoopStatus.MostChecks),
            Signals = [.. status.Signals.TakeLast(LoopStatus.MostSignals)],
            Waiting = status.Waiting is { } waiting
                ? waiting with { Detail = BoundedText.Cut(waiting.Detail, 200)!, Remedy = BoundedText.Cut(waiting.Remedy, 160)! }
                : null,
        };
        return bounded with { Why = Why.Of(bounded) };
    }

    static IEnumerable<CheckVerdict> Chosen(IReadOnlyList<CheckVerdict> verdicts) => verdicts.Count <= LoopStatus.MostChecks
        ? verdicts
        : verdicts
            .OrderBy(verdict => (verdict.Outcome == CheckOutcome.Passed ? 2 : 0) + (verdict.Required ? 0 : 1))
            .Take(LoopStatus.MostChecks);

    static string? Name(string? name) => BoundedText.Cut(name, NameLength);
}
