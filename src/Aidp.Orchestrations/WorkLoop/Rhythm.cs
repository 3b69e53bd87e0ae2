namespace Aidp.Orchestrations.WorkLoop;

/// <summary>What happens every so many iterations.</summary>
static class Rhythm
{
    const int Interval = 5;
    const int FirstAssessment = 10;

    /// <summary>Whether the iteration ends with a checkpoint: 1, 5, 10, 15 ...</summary>
    public static bool HasCheckpoint(int iteration) => iteration == 1 || iteration % Interval == 0;

    /// <summary>Whether the prompt repeats the style guide: 5, 10, 15 ...</summary>
    public static bool HasStyleGuide(int iteration) => iteration % Interval == 0;

    /// <summary>Whether the failures are kept to be compared later: 5, 10, 15 ...</summary>
    public static bool KeepsFailures(int iteration) => iteration % Interval == 0;

    /// <summary>Whether progress is assessed: 10, 15, 20 ...</summary>
    public static bool HasAssessment(int iteration) => iteration >= FirstAssessment && iteration % Interval == 0;
}
