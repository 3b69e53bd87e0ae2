using Aidp.Activities.Artifacts;

namespace Aidp.Functions.Events;

/// <summary>Tells one client the events of one run, from where it stopped: all of them, once, in order.</summary>
/// <param name="feed">Knows the run.</param>
/// <param name="writer">Tells the client.</param>
/// <param name="clock">The time of the stream.</param>
/// <param name="cursor">Where the client stopped.</param>
sealed class RunEventStream(RunFeed feed, EventWriter writer, EventClock clock, EventCursor cursor)
{
    EventCursor _cursor = cursor;
    RunEvent.Stands? _standing;
    (int Step, ArtifactName Artifact)? _open;
    int _next;

    /// <summary>What agents and checks print; null when it is not told.</summary>
    public OutputPieces? Output { get; init; }

    /// <summary>Where the output begins that is told; what earlier steps printed is left out.</summary>
    public OutputPosition First { get; init; }

    /// <summary>Whether to tell how the run stands, whenever something else was told or it stands otherwise.</summary>
    public bool TellsStanding { get; init; }

    /// <summary>Tells until the run has ended, or the time of the stream is over.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!clock.IsOver)
        {
            var state = feed.State;
            if (state.Generation != _cursor.Generation)
            {
                _cursor = _cursor.For(state.Generation);
                (_next, _open) = (0, null);
            }

            await TellAsync(state, cancellation);
            await TellStandingAsync(state, cancellation);
            if (state.Closed && _next == state.Events.Count)
            {
                break;
            }

            await writer.FlushAsync(cancellation);
            if (!await clock.WaitAsync(state.Replaced, cancellation))
            {
                writer.Heartbeat();
            }
        }

        await writer.FlushAsync(cancellation);
    }

    async Task TellAsync(FeedState state, CancellationToken cancellation)
    {
        for (; _next < state.Events.Count && !clock.IsOver; _next++)
        {
            var happened = state.Events[_next];
            var isNew = !_cursor.Has(happened);
            if (isNew && happened is RunEvent.StepEnded or RunEvent.Finished && !await DrainAsync(state, ended: true, cancellation))
            {
                return;
            }

            _open = happened switch
            {
                RunEvent.StepBegan { Output: { } artifact } began => (began.Step.Number, artifact),
                RunEvent.StepBegan or RunEvent.StepEnded or RunEvent.Finished => null,
                _ => _open,
            };
            if (isNew)
            {
                (_cursor, _standing) = (_cursor.After(happened), null);
                await writer.WriteAsync(_cursor.ToString(), happened.Name, happened.Json, cancellation);
            }
        }

        await DrainAsync(state, ended: false, cancellation);
    }

    async Task TellStandingAsync(FeedState state, CancellationToken cancellation)
    {
        if (TellsStanding && !state.Closed && state.Standing is { } standing && !ReferenceEquals(standing, _standing) && _next == state.Events.Count)
        {
            _standing = standing;
            await writer.WriteAsync(null, standing.Name, standing.Json, cancellation);
        }
    }

    /// <summary>Tells what the open step printed; false when the time of the stream is over before all of it is told.</summary>
    async Task<bool> DrainAsync(FeedState state, bool ended, CancellationToken cancellation)
    {
        while (Output is not null && _open is var (step, artifact) && step >= First.Step)
        {
            var position = _cursor.Output.Step == step ? _cursor.Output : First.Step == step ? First : new(step, 0, 0);
            if (await Output.ReadAsync(state.Window, artifact, position, ended, cancellation) is not { } piece)
            {
                return true;
            }

            if (clock.IsOver)
            {
                return false;
            }

            _cursor = _cursor with { Output = piece.After };
            await writer.WriteAsync(_cursor.ToString(), "output", piece.Json, cancellation);
        }

        return true;
    }
}
