using System.Globalization;
using Aidp.Activities.Configuration;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aidp.Cli.Following;

/// <summary>How a run looks on a terminal: its iterations, its state and the age of it, checks, what it used of its budget, and the end of what the agent prints.</summary>
/// <param name="Run">The run.</param>
/// <param name="Strip">A mark for each iteration, by its number.</param>
/// <param name="Tail">The last lines of output, the newest last.</param>
/// <param name="Now">The present.</param>
sealed record RunPanel(RunView Run, IReadOnlyDictionary<int, string> Strip, IEnumerable<string> Tail, DateTimeOffset Now)
{
    const int StripLength = 20;
    const string Ellipsis = "…";

    /// <summary>The mark of an iteration: not judged yet, a required check failed, or all is well.</summary>
    public static string Mark(IterationView iteration) => iteration.Checks switch
    {
        [] => "[grey]·[/]",
        var checks when checks.Any(check => check.Required && check.Outcome != CheckOutcome.Passed) => "[red]✗[/]",
        _ => "[green]✓[/]",
    };

    /// <summary>Draws it.</summary>
    /// <param name="width">How many columns there are; longer lines are cut, so that the drawing keeps its height.</param>
    public Rows Draw(int width)
    {
        var lines = new List<IRenderable> { new Markup(StripLine()), new Markup(StateLine()) };
        if (!Run.Finished)
        {
            lines.Add(new Markup($"doing    {Markup.Escape(Cut(VisibleText.Of(Run.Why), width - 9))}"));
        }

        if (Run.Loop is { Checks.Count: > 0 } loop)
        {
            lines.Add(new Markup("checks   " + string.Join("  ", loop.Checks.Select(Verdict)) + (loop.ChecksNotShown > 0 ? $"  and {loop.ChecksNotShown} more" : "")));
        }

        if (BudgetUseLine.Of(Run, Now) is { Length: > 0 } used)
        {
            lines.Add(new Markup($"used     {Markup.Escape(used)}"));
        }

        lines.AddRange(Run.Finished ? [] : Tail.Select(line => new Text(Cut("  │ " + line, width), new Style(decoration: Decoration.Dim))));
        return new Rows(lines);
    }

    string StripLine()
    {
        var entries = Strip.OrderBy(entry => entry.Key).TakeLast(StripLength).Select(entry => $"{(entry.Key == 0 ? "base" : entry.Key.ToString(CultureInfo.InvariantCulture))}{entry.Value}");
        return $"[bold]{Markup.Escape(Run.Id)}[/]  {(Strip.Count > StripLength ? "… " : "")}{string.Join(' ', entries)}";
    }

    string StateLine()
    {
        if (Run.Finished)
        {
            return $"[bold]{RunWords.Status(Run.Status)}[/] after {Run.Iteration} iteration{(Run.Iteration == 1 ? "" : "s")}";
        }

        var standing = Run.Status is RunState.Running ? "" : $" ({RunWords.Status(Run.Status)})";
        var age = Run.Loop is { } loop ? $" for {RunWords.Time(Now - DateTime.SpecifyKind(loop.Since, DateTimeKind.Utc))}" : "";
        return $"[bold]{(Run.State is { } state ? RunWords.State(state) : RunWords.Status(Run.Status))}[/]{standing}{age}  iteration {Run.Iteration} of {Run.MaxIterations}";
    }

    static string Verdict(CheckVerdict check) =>
        $"{Markup.Escape(check.Name)} {(check.Outcome == CheckOutcome.Passed ? "[green]passed[/]" : $"[{(check.Required ? "red" : "yellow")}]{RunWords.Status(check.Outcome)}[/]")}";

    /// <summary>Cuts by columns, of which an ideograph or an emoji takes two, and not within a character that people see as one.</summary>
    static string Cut(string text, int width)
    {
        if (Columns(text) <= Math.Max(1, width))
        {
            return text;
        }

        var characters = StringInfo.GetTextElementEnumerator(text);
        var (kept, columns) = (0, Columns(Ellipsis));
        while (characters.MoveNext() && (columns += Columns(characters.GetTextElement())) <= width)
        {
            kept = characters.ElementIndex + characters.GetTextElement().Length;
        }

        return text[..kept] + Ellipsis;
    }

    static int Columns(string text) => new Segment(text).CellCount();
}
