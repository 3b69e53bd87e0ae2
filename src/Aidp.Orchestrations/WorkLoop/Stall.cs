using System.Globalization;
using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>Ends a run that does not move: another iteration of the same costs money and brings nothing.</summary>
static class Stall
{
    /// <summary>How many iterations in a row may change nothing.</summary>
    public const int MostIdle = 3;

    /// <summary>How many agent calls in a row may fail for good.</summary>
    public const int MostPermanent = 3;

    /// <summary>How the run ends; null when it goes on.</summary>
    /// <param name="idle">Iterations in a row in which no file was changed and no person said anything new.</param>
    /// <param name="permanent">Agent calls in a row that failed for good.</param>
    /// <param name="checksPass">Whether the required checks passed last.</param>
    /// <param name="anyChange">Whether a file was changed in the whole run.</param>
    /// <param name="error">What the agent reported last.</param>
    public static Ending? Judge(int idle, int permanent, bool checksPass, bool anyChange, string? error)
    {
        if (permanent >= MostPermanent)
        {
            return new(RunStatus.Failed, RunReasons.Agent, Text($"The agent failed {permanent} times in a row: {error ?? "it did not say why."}"));
        }

        if (idle < MostIdle)
        {
            return null;
        }

        return (checksPass, anyChange) switch
        {
            (true, false) => new(RunStatus.NoChanges, RunReasons.NoChanges, Text($"The checks pass, and the agent changed nothing in {idle} iterations without saying that it is complete.")),
            (true, true) => new(RunStatus.Failed, RunReasons.Stalled, Text($"The checks pass, but the agent changed nothing in {idle} iterations in a row and did not say STATUS: COMPLETE. Look at the branch: the work may be done.")),
            _ => new(RunStatus.Failed, RunReasons.Stalled, Text($"Checks fail, and the agent changed nothing in {idle} iterations in a row. Read its last message; then make the task clearer, or try another agent or model.")),
        };
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
