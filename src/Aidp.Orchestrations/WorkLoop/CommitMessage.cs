using System.Globalization;
using Aidp.Orchestrations.Runs;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>The message of the published commit.</summary>
static class CommitMessage
{
    const int SubjectLength = 72;

    /// <summary>The task as the subject; a run that did not complete says so in the subject and the body.</summary>
    public static string Of(RunRequest request, string run, Ending ending, int iterations)
    {
        var complete = ending.Status == RunStatus.Completed;
        var task = BoundedText.Line(request.Task.Preview);
        var subject = (complete ? "" : "Incomplete: ") + (task.Length == 0 ? request.Slug : task);
        var body = complete
            ? Text($"Completed in {iterations} iterations; all required checks pass.")
            : Text($"The run ended {Word(ending.Status)} ({ending.Reason}) after {iterations} iterations. Its work so far is kept here.");
        return $"{Shortened(subject)}\n\n{body}\n\nAidp-Run: {run}\n";
    }

    static string Word(RunStatus status) => status switch
    {
        RunStatus.NoChanges => "without changes",
        RunStatus.NeedsInput => "waiting for a person",
        RunStatus.Cancelled => "cancelled",
        _ => "failed",
    };

    // Whole characters only: a task may be written in any language.
    static string Shortened(string subject)
    {
        var text = new StringInfo(subject);
        return text.LengthInTextElements <= SubjectLength ? subject : text.SubstringByTextElements(0, SubjectLength - 3) + "...";
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
