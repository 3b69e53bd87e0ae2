using Aidp.Cli.Terminals;

namespace Aidp.Cli.Following;

/// <summary>Writes one JSON object for each change of state.</summary>
sealed class JsonLines(Terminal terminal) : RunDisplay
{
    int _last;

    /// <inheritdoc/>
    public override async Task ShowAsync(RunProgress progress, CancellationToken cancellation)
    {
        foreach (var transition in progress.Transitions.Where(transition => transition.Sequence > _last))
        {
            await terminal.Out.WriteLineAsync(OutputJson.Line(new
            {
                Type = "state",
                Run = progress.Run.Id,
                transition.Sequence,
                transition.State,
                transition.Iteration,
                At = DateTime.SpecifyKind(transition.At, DateTimeKind.Utc),
            }));
            _last = transition.Sequence;
        }

        await terminal.Out.FlushAsync(cancellation);
    }
}
