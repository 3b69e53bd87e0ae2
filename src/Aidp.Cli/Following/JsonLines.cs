using Aidp.Cli.Terminals;

namespace Aidp.Cli.Following;

/// <summary>Writes one JSON object for each change of state.</summary>
sealed class JsonLines(Terminal terminal) : RunDisplay
{
    /// <inheritdoc/>
    public override async Task ShowAsync(RunProgress progress, CancellationToken cancellation)
    {
        foreach (var transition in progress.Transitions)
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
        }

        await terminal.Out.FlushAsync(cancellation);
    }
}
