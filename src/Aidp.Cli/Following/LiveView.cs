using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Following;

/// <summary>Draws a run on a terminal and keeps the drawing fresh.</summary>
[SuppressMessage("Performance", "CA1849:Call async methods when in an async method", Justification = "A drawing is written at once.")]
sealed class LiveView : RunDisplay
{
    readonly Terminal _terminal;
    readonly IAnsiConsole _console;
    readonly LogTail _tail;
    readonly Dictionary<int, string> _strip = [];
    readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<LiveDisplayContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _drawing;

    public LiveView(Terminal terminal, LogTail tail)
    {
        _terminal = terminal;
        _tail = tail;
        _console = terminal.CreateConsole();
        _drawing = _console.Live(new Text("")).AutoClear(false).StartAsync(async context =>
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
            _strip[iteration.Number] = RunPanel.Mark(iteration);
        }

        if (!progress.Run.Finished)
        {
            await _tail.ReadAsync(progress.Run.Id, cancellation);
        }

        (await _context.Task).UpdateTarget(new RunPanel(progress.Run, _strip, _tail.Lines, _terminal.Time.GetUtcNow()).Draw(_console.Profile.Width));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _drawing;
        await base.DisposeAsync();
    }
}
