using System.Globalization;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Judges whether a run is complete.</summary>
static class Gates
{
    /// <summary>Judges all gates but the full loop's, which is judged when these are open.</summary>
    public static GateStatus Judge(IReadOnlyList<CheckVerdict> verdicts, bool saysComplete, bool requireTasks, TaskList tasks) =>
        new(Passed(verdicts), saysComplete, !requireTasks || tasks.Open.Count == 0);

    /// <summary>Whether every required check passed.</summary>
    public static bool Passed(IEnumerable<CheckVerdict> verdicts) =>
        verdicts.All(verdict => !verdict.Required || verdict.Outcome == CheckOutcome.Passed);

    /// <summary>What the agent is told about a gate that keeps a run with passing checks from completing; null when none does.</summary>
    public static string? FirstClosed(GateStatus gates, TaskList tasks) => gates switch
    {
        { Guard: false } => GuardReport.Gate,
        { Agent: not true } => "All required checks pass, but you did not say that you are complete. If the task is done, end your final message with the line STATUS: COMPLETE; otherwise go on.",
        { Tasks: not true } => string.Create(
            CultureInfo.InvariantCulture,
            $"All required checks pass, but {tasks.Open.Count} of your tasks are open. Finish each, or abandon it with a reason, and say so with 'Update task: <id> status: done'."),
        _ => null,
    };
}
