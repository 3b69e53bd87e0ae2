using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Aidp.Functions.Events;

/// <summary>Tells one client the events of all runs, without their output, from where it stopped: those of each run once and in order.</summary>
sealed class AllEventStream(RunFeeds feeds, RunListing listing, DurableTaskClient client, EventWriter writer, EventOptions options, TimeProvider time) : IAsyncDisposable
{
    static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);

    readonly EventClock _clock = new(options, time);
    readonly Dictionary<string, Followed> _followed = new(StringComparer.Ordinal);
    AllCursor _cursor = new();

    /// <summary>Tells until the time of the stream is over.</summary>
    /// <param name="from">Where the client stopped; null to begin now.</param>
    public async Task RunAsync(AllCursor? from, CancellationToken cancellation)
    {
        _cursor = from ?? await NowAsync(cancellation);
        var listed = await RunListing.SinceAsync(client, _cursor.Known, cancellation);
        _cursor.ForgetEndedBut(listed.Select(run => run.Id));
        await FindAsync(listed, cancellation);
        if (from is null)
        {
            // A place to come back to before anything has happened.
            await writer.WriteAsync(_cursor.ToString(), "ready", "{}"u8.ToArray(), cancellation);
        }

        var silent = time.GetTimestamp();
        while (!_clock.IsOver)
        {
            foreach (var (run, followed) in _followed.ToList())
            {
                await TellAsync(run, followed, cancellation);
            }

            silent = writer.HasPending ? time.GetTimestamp() : silent;
            if (_clock.IsDue(silent))
            {
                writer.Heartbeat();
                silent = time.GetTimestamp();
            }

            await writer.FlushAsync(cancellation);
            await WaitAsync(cancellation);
            await FindAsync(await listing.ReadAsync(client, cancellation), cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var followed in _followed.Values)
        {
            await followed.Share.DisposeAsync();
        }
    }

    /// <summary>
    /// The place after everything that has happened. When there are more runs than can be followed, those that were asked for lately come first, the oldest of
    /// them before the newer ones, since what has no place here and is new is told later; then the newest of the older ones.
    /// </summary>
    async Task<AllCursor> NowAsync(CancellationToken cancellation)
    {
        var now = new AllCursor { Known = time.GetUtcNow() - RunListing.Latest };
        var listed = (await RunListing.SinceAsync(client, now.Known, cancellation)).ToLookup(run => run.CreatedAt > now.Known);
        foreach (var run in listed[true].Concat(listed[false].Reverse()).Take(options.MostRuns))
        {
            await using var share = await feeds.JoinAsync(run.Id, client, output: false, cancellation);
            var state = share.Feed.State;
            now.Set(run.Id, state.Events.Aggregate(default(EventCursor).For(state.Generation), (cursor, happened) => cursor.After(happened)), run.CreatedAt);
        }

        return now;
    }

    /// <summary>Follows the runs that are not followed yet and have something to tell.</summary>
    async Task FindAsync(IReadOnlyList<ListedRun> listed, CancellationToken cancellation)
    {
        var known = time.GetUtcNow() - RunListing.Latest;
        foreach (var run in listed)
        {
            var cursor = _cursor.Find(run.Id);
            if (cursor is { Ended: true } || (cursor is null && run.CreatedAt <= _cursor.Known))
            {
                if (cursor is { } told)
                {
                    _cursor.Set(run.Id, told, run.CreatedAt);
                }

                continue;
            }

            if (HasRoom(run.Id))
            {
                await FollowAsync(run.Id, cursor ?? default, run.CreatedAt, cancellation);
            }
            else if (cursor is null)
            {
                known = run.CreatedAt <= known ? run.CreatedAt.AddMilliseconds(-1) : known;
            }
        }

        foreach (var run in _cursor.Runs.Except(_followed.Keys).Where(run => _cursor.Find(run) is { Ended: false }).ToList().Where(HasRoom))
        {
            // It ended while the client was away, or it is gone; its feed says which.
            await FollowAsync(run, _cursor.Find(run)!.Value, DateTimeOffset.MinValue, cancellation);
        }

        _cursor.KnowUntil(known);
    }

    /// <summary>Whether a run can be followed now. One without a place needs room for it too: the id of every event names all places, and has to fit into a header.</summary>
    bool HasRoom(string run) => _followed.ContainsKey(run) || (_followed.Count < options.MostRuns && (_cursor.Find(run) is not null || _cursor.Runs.Count < options.MostRuns));

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is disposed of with the stream, or when the run has ended.")]
    async Task FollowAsync(string run, EventCursor cursor, DateTimeOffset createdAt, CancellationToken cancellation)
    {
        if (!_followed.ContainsKey(run))
        {
            var share = await feeds.JoinAsync(run, client, output: false, cancellation);
            _followed[run] = new(share, createdAt);
            _cursor.Set(run, cursor, createdAt);
        }
    }

    async Task TellAsync(string run, Followed followed, CancellationToken cancellation)
    {
        var state = followed.Share.Feed.State;
        var cursor = _cursor.Find(run)!.Value;
        if (cursor.Generation != state.Generation)
        {
            (cursor, followed.Next) = (cursor.For(state.Generation), 0);
        }

        for (; followed.Next < state.Events.Count; followed.Next++)
        {
            var happened = state.Events[followed.Next];
            if (!cursor.Has(happened))
            {
                cursor = cursor.After(happened);
                _cursor.Set(run, cursor, followed.CreatedAt);
                await writer.WriteAsync(_cursor.ToString(), happened.Name, WithRun(run, happened.Json), cancellation);
            }
        }

        if (state.Closed)
        {
            if (state.Gone)
            {
                _cursor.Forget(run);
            }

            // One that has not ended is not to be read at the moment, and is followed again.
            _followed.Remove(run);
            await followed.Share.DisposeAsync();
        }
    }

    async Task WaitAsync(CancellationToken cancellation)
    {
        var next = Task.Delay(_look, time, cancellation);
        await Task.WhenAny([next, .. _followed.Values.Select(followed => followed.Share.Feed.State.Replaced)]);
        cancellation.ThrowIfCancellationRequested();
    }

    static byte[] WithRun(string run, ReadOnlyMemory<byte> json) => [.. "{\"run\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(run), .. ",\"data\":"u8, .. json.Span, .. "}"u8];

    sealed class Followed(FeedShare share, DateTimeOffset createdAt)
    {
        public FeedShare Share { get; } = share;

        public DateTimeOffset CreatedAt { get; } = createdAt;

        public int Next { get; set; }
    }
}
