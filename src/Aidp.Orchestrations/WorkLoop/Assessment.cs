using System.Globalization;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>What the loop thinks of its own progress.</summary>
static class Assessment
{
    const int Named = 5;

    /// <summary>A sentence for the prompt when not one of the failures of the last look was mended since; null when there is progress.</summary>
    public static string? Of(int iteration, IReadOnlyList<string> lastLook, IReadOnlyList<string> failures)
    {
        if (!Rhythm.HasAssessment(iteration) || lastLook.Count == 0 || lastLook.Except(failures, StringComparer.Ordinal).Any())
        {
            return null;
        }

        var named = string.Join("; ", lastLook.Take(Named).Select(failure => BoundedText.Line(failure)));
        return string.Create(CultureInfo.InvariantCulture, $"""
            No progress: after {iteration} iterations these failures are what they were five iterations ago: {named}. Do not repeat what was tried. Read the failing code and its tests anew, state the cause, and take another way.
            """);
    }
}
