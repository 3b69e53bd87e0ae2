using System.Text.RegularExpressions;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Agents;

/// <summary>What an agent signals in its final message: lines of it, outside of code fences, that are not an echo of the prompt.</summary>
/// <param name="SaysComplete">Whether it says <c>STATUS: COMPLETE</c>.</param>
/// <param name="Tasks">The tasks that it files or updates, in its order, at most 20.</param>
sealed partial record FinalMessage(bool SaysComplete, IReadOnlyList<TaskSignal> Tasks)
{
    const int MostTasks = 20;

    /// <summary>Reads a message; the prompt is that of the same call.</summary>
    public static FinalMessage Read(string message, string prompt)
    {
        var echo = new PromptEcho(prompt);
        var complete = false;
        var tasks = new List<TaskSignal>();
        string? fence = null, before = null;
        var lines = message.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (FenceText().Match(line) is { Success: true } match)
            {
                fence = fence is null ? match.Groups[1].Value : match.Groups[1].Value.StartsWith(fence, StringComparison.Ordinal) ? null : fence;
            }
            else if (fence is null && line.Length > 0)
            {
                var isComplete = CompleteText().IsMatch(line);
                var task = isComplete ? null : TaskSignalLine.Parse(line);
                if ((isComplete || task is not null) && !echo.Contains(before, line, Next(lines, i)))
                {
                    complete |= isComplete;
                    tasks.AddRange(task is null || tasks.Count == MostTasks ? [] : [task]);
                }
            }

            before = line.Length > 0 ? line : before;
        }

        return new FinalMessage(complete, tasks);
    }

    static string? Next(string[] lines, int index) => lines.Skip(index + 1).Select(line => line.TrimEnd()).FirstOrDefault(line => line.Length > 0);

    [GeneratedRegex(@"^STATUS: COMPLETE[.!]?$", RegexOptions.IgnoreCase)]
    private static partial Regex CompleteText();

    [GeneratedRegex(@"^\s{0,3}(`{3,}|~{3,})")]
    private static partial Regex FenceText();
}
