using System.Text;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Prompts;

/// <summary>Lists in a prompt.</summary>
static class PromptLists
{
    static readonly string[] _priorities = ["critical", "high", "normal", "low"];

    /// <summary>Instructions grouped by type, within it by priority, then by time; the group with the most urgent one first.</summary>
    public static string Instructions(IReadOnlyList<Instruction> instructions, IReadOnlyList<string> texts)
    {
        var list = new StringBuilder();
        var groups = instructions.Zip(texts).OrderBy(item => Rank(item.First)).ThenBy(item => item.First.Sequence).GroupBy(item => item.First.Type, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            list.Append(group.Key).Append(":\n");
            foreach (var (instruction, text) in group)
            {
                list.Append("- [").Append(instruction.Priority).Append("] ").Append(text.Trim().ReplaceLineEndings("\n  ")).Append('\n');
            }
        }

        return list.ToString().TrimEnd();
    }

    /// <summary>Open tasks, the most important first.</summary>
    public static string Tasks(IReadOnlyList<OpenTask> tasks) =>
        string.Join('\n', tasks.OrderBy(task => task.Priority switch { "high" => 0, "medium" => 1, _ => 2 }).Select(task => $"- {task.Id} [{task.Priority}, {task.Status}] {task.Text}"));

    static int Rank(Instruction instruction) => Array.IndexOf(_priorities, instruction.Priority) is >= 0 and var rank ? rank : _priorities.Length;
}
