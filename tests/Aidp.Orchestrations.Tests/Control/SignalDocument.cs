using System.Text;
using Aidp.Orchestrations.Control;

namespace Aidp.Orchestrations.Tests.Control;

/// <summary>The table of signals as people read it, made from the one that the loop goes by.</summary>
static class SignalDocument
{
    const string Begin = "<!-- table: begin -->\n";
    const string End = "<!-- table: end -->";

    static readonly Dictionary<SignalEffect, string> _effects = new()
    {
        [SignalEffect.Pause] = "stands still before the next step",
        [SignalEffect.Resume] = "goes on",
        [SignalEffect.Cancel] = "ends the running step, keeps the work, ends `cancelled`",
        [SignalEffect.Queue] = "waits for the next prompt",
        [SignalEffect.Guard] = "holds from the next judgement on",
        [SignalEffect.Decide] = "decides about the files, if any wait",
    };

    /// <summary>Where the document is.</summary>
    public static string Folder => Path.Combine(Root(new(AppContext.BaseDirectory)), "src", "Aidp.Orchestrations", "Control");

    /// <summary>The text with the table as it should be.</summary>
    public static string Update(string text)
    {
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        return string.Concat(text.AsSpan(0, from), Table(), text.AsSpan(to));
    }

    static string Table()
    {
        var table = new StringBuilder();
        var phases = Enum.GetValues<ControlPhase>();
        table.Append("| signal | ").AppendJoin(" | ", phases.Select(phase => phase.ToString().ToLowerInvariant())).Append(" | not begun | ended |\n");
        table.Append("|---|").Insert(table.Length, "---|", phases.Length + 2).Append('\n');
        foreach (var name in SignalNames.All)
        {
            table.Append("| `").Append(name).Append("` | ").AppendJoin(" | ", phases.Select(phase => Cell(phase, name))).Append(" | 409 `not-started` | 410 `run-finished` |\n");
        }

        return table.ToString();
    }

    static string Cell(ControlPhase phase, string name)
    {
        var (effect, note) = SignalTable.Decide(phase, name);
        return effect == SignalEffect.None ? $"ignored: {note}" : _effects[effect];
    }

    static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Aidp.sln")) ? folder.FullName : Root(folder.Parent!);
}
