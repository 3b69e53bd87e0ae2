using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aidp.Cli.Terminals;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aidp.Cli.Following;

/// <summary>Draws a run on a terminal and keeps the drawing fresh: iterations, state, checks, cost, and the end of the agent's output.</summary>
[SuppressMessage("Performance", "CA1849:Call async methods when in an async method", Justification = "A drawing is written at once.")]
sealed class LiveView : RunDisplay
{
    const int StripLength = 20;

    readonly Terminal _terminal;
    readonly LogTail _tail;
    readonly SortedDictionary<int, string> _strip = [];
    readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<LiveDisplayContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _drawing;

    public LiveView(Terminal terminal, LogTail tail)
    {
        _terminal = terminal;
        _tail = tail;
        _drawing = terminal.CreateConsole().Live(new Text("")).AutoClear(false).StartAsync(async context =>
        {
            _context.SetResult(context);
            await _end.Task;
        });
    }

    /// <inheritdoc/>
    public override async Task ShowAsync(RunProgress progress, CancellationToken cancellation)
    {
        foreach (var iteration in progress.Iterations)
        {
            _strip[iteration.Number] = Mark(iteration);
        }

        if (!progress.Run.Finished)
        {
            await _tail.ReadAsync(progress.Run.Id, cancellation);
        }

        (await _context.Task).UpdateTarget(Draw(progress.Run));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _drawing;
        await base.DisposeAsync();
    }

    static string Mark(IterationView iteration) => iteration.Checks switch
    {
        [] => "[grey]·[/]",
        var checks when checks.Any(check => check.Required && check.Outcome != CheckOutcome.Passed) => "[red]✗[/]",
        _ => "[green]✓[/]",
    };

    Rows Draw(RunView run)
    {
        var lines = new List<IRenderable>
        {
            new Markup($"[bold]{Markup.Escape(run.Id)}[/]  {string.Join(' ', _strip.TakeLast(StripLength).Select(entry => $"{(entry.Key == 0 ? "base" : entry.Key.ToString(CultureInfo.InvariantCulture))}{entry.Value}"))}"),
            new Markup(StateLine(run)),
        };
        if (run.Loop is { Checks.Count: > 0 } loop)
        {
            lines.Add(new Markup("checks     " + string.Join("  ", loop.Checks.Select(Verdict))));
        }

        lines.AddRange(run.Finished ? [] : _tail.Lines.Select(line => new Text("  │ " + line, new Style(decoration: Decoration.Dim)).Ellipsis()));
        return new Rows(lines);
    }

    string StateLine(RunView run)
    {
        var since = run.Loop is { } loop ? $" since {RunWords.Time(_terminal.Time.GetUtcNow() - DateTime.SpecifyKind(loop.Since, DateTimeKind.Utc))}" : "";
        var cost = run.Loop is { Budget: { CostUsd: > 0 } budget } ? $"  {RunWords.Cost(budget.CostUsd, budget.CallsOfUnknownCost)}" : "";
        return run.Finished
            ? $"[bold]{RunWords.Status(run.Status)}[/] after {run.Iteration} iteration{(run.Iteration == 1 ? "" : "s")}"
            : $"iteration {run.Iteration} of {run.MaxIterations}  [bold]{(run.State is { } state ? RunWords.State(state) : RunWords.Status(run.Status))}[/]{since}  {Markup.Escape(run.Why)}{cost}";
    }

    static string Verdict(CheckVerdict check) =>
        $"{Markup.Escape(check.Name)} {(check.Outcome == CheckOutcome.Passed ? "[green]passed[/]" : $"[red]{RunWords.Status(check.Outcome)}[/]")}";
}
