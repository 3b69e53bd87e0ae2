using System.Globalization;
using System.Text;
using Aidp.Orchestrations.Settings;

namespace Aidp.Activities.Prompts;

/// <summary>What an agent is told of the guard policy before it works, so that it need not find out by having its work undone.</summary>
static class GuardLimits
{
    /// <summary>The rules, a line each; empty when there are none but what is always protected.</summary>
    public static string Text(GuardSettings guard)
    {
        var text = new StringBuilder();
        Patterns("Only files that match one of these patterns may be changed", guard.Include);
        Patterns("Files that match one of these patterns must not be changed", guard.Exclude);
        Patterns("Change files that match one of these patterns only where the task needs it, since a person has to approve of it", guard.Confirm);
        Limit("lines that the whole change adds and removes", guard.MaxLinesPerCommit);
        Limit("files that the whole change touches", guard.MaxFiles);
        return text.Length == 0 ? "" : text.Append("What is not allowed is undone. The patterns are those of .gitignore.").ToString();

        void Patterns(string rule, IReadOnlyList<string> patterns) => text.Append(patterns.Count == 0 ? "" : $"- {rule}: {string.Join(", ", patterns)}\n");

        void Limit(string what, int? most) => text.Append(most is null ? "" : string.Create(CultureInfo.InvariantCulture, $"- At most {most} {what}.\n"));
    }
}
