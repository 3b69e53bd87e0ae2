using System.Diagnostics.CodeAnalysis;
using Aidp.Cli.Terminals;
using Spectre.Console;

namespace Aidp.Cli.Following;

/// <summary>Draws a run on a terminal and keeps the drawing fresh: what is printed, and the age of everything, changes without news of the run.</summary>
[SuppressMessage("Performance", "CA1849:Call async methods when in an async method", Justification = "A drawing is written at once.")]
sealed class LiveView : RunDisplay
{
    static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);

    readonly Terminal _terminal;
    readonly IAnsiConsole _console;
    readonly LogTail _tail;
    readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _drawing;
    Dictionary<int, string> _strip = [];
    RunPanel? _panel;

    public LiveView(Terminal terminal, LogTail tail)
    {
        _terminal = terminal;
        _tail = tail;
        _console = terminal.CreateConsole();
        _drawing = _console.Live(new Text("")).AutoClear(false).StartAsync(DrawAsync);
    }

    /// <inheritdoc/>
    public override Task ShowAsync(RunProgress progress, CancellationToken cancellation)
    {
        _strip = new(_strip);
        foreach (var iteration in progress.Iterations)
        {
            _strip[iteration.Number] = RunPanel.Mark(iteration);
        }

        Volatile.Write(ref _panel, new(progress.Run, _strip, [], default));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _drawing;
        await base.DisposeAsync();
    }

    async Task DrawAsync(LiveDisplayContext context)
    {
        bool last;
        do
        {
            last = _end.Task.IsCompleted;
            if (Volatile.Read(ref _panel) is { } panel)
            {
                context.UpdateTarget((panel with { Tail = _tail.Lines, Now = _terminal.Time.GetUtcNow() }).Draw(_console.Profile.Width));
            }

            await Task.WhenAny(_end.Task, Task.Delay(_interval, _terminal.Time));
        }
        while (!last);
    }
}
