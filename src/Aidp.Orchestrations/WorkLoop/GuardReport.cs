using System.Globalization;
using System.Text;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

/// <summary>What an agent and a person are told of what the guard policy forbids.</summary>
static class GuardReport
{
    /// <summary>What the agent is told when its work would be complete but for what was undone.</summary>
    public const string Gate =
        "All required checks pass, but a part of what you changed is not allowed and was undone. If the task is done without it, end your final message with the line STATUS: COMPLETE again; otherwise find another way.";

    /// <summary>For the next prompt: at most 20 violations of a line each.</summary>
    public static string ForAgent(GuardFindings findings)
    {
        var text = new StringBuilder("What is not allowed was undone. Do not do it again; do what is asked without it, or say in your final message why that cannot be done.\n");
        foreach (var violation in findings.Violations)
        {
            text.Append("- ").Append(violation.File is null ? "" : $"{BoundedText.Line(violation.File)}: ").Append(BoundedText.Line(violation.Detail)).Append('\n');
        }

        if (findings.ViolationCount > findings.Violations.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"- and {findings.ViolationCount - findings.Violations.Count} more\n");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>For a person, in a line.</summary>
    public static string ForPerson(GuardFindings findings)
    {
        var first = findings.Violations.Count > 0 ? findings.Violations[0] : null;
        var more = findings.ViolationCount > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {findings.ViolationCount - 1} more") : "";
        return $"{(first?.File is { } file ? $"{file}: " : "")}{first?.Detail}{more}";
    }
}
