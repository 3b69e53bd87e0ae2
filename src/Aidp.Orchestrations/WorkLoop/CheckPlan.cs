using Aidp.Orchestrations.Settings;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Which checks run when, and in which order.</summary>
static class CheckPlan
{
    /// <summary>Every check, for the look at the base commit.</summary>
    public static IReadOnlyList<CheckSettings> All(IReadOnlyList<CheckSettings> checks) => Ordered(checks);

    /// <summary>The checks of an iteration.</summary>
    public static IReadOnlyList<CheckSettings> Due(IReadOnlyList<CheckSettings> checks, bool saysComplete) =>
        Ordered(checks.Where(check => check.RunAfter == CheckPhase.EachUnit || (saysComplete && check.RunAfter == CheckPhase.OnCompletion)));

    /// <summary>The checks right before the end.</summary>
    public static IReadOnlyList<CheckSettings> FullLoop(IReadOnlyList<CheckSettings> checks) =>
        Ordered(checks.Where(check => check.RunAfter == CheckPhase.FullLoop));

    /// <summary>Whether what the check changes belongs to the work: formatters change files, all other checks only leave things behind.</summary>
    public static bool KeepsChanges(CheckSettings check) => check.Category == CheckCategory.Format && check.RunAfter != CheckPhase.FullLoop;

    /// <summary>The activity that runs the check.</summary>
    public static string ActivityOf(CheckSettings check) => check.Category == CheckCategory.Test ? FunctionNames.RunTests : FunctionNames.RunLinter;

    // Formatters first: the others judge what they leave.
    static List<CheckSettings> Ordered(IEnumerable<CheckSettings> checks) => [.. checks.OrderBy(check => KeepsChanges(check) ? 0 : 1)];
}
