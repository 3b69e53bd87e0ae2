using System.Diagnostics.CodeAnalysis;
using Aidp.Activities.Artifacts;
using Aidp.Functions.Runs;
using Microsoft.Extensions.Logging;

namespace Aidp.Functions.Events;

/// <summary>Follows one run for all streams of this process that show it: the run is looked at once, however many there are.</summary>
/// <remarks>Nothing is told that is not in the durable store or in an artifact, so any other worker, or the next process, tells the same.</remarks>
sealed partial class RunFeed(string run, DurableTaskClient client, ArtifactStore artifacts, EventOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    const int MostFaults = 10;

    /// <summary>The history is read again after this long even if nothing seems to have happened.</summary>
    static readonly TimeSpan _sure = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _end = new();
    readonly List<NextLook> _owed = [];
    readonly RunTimeline _timeline = new();
    readonly NextLook _first = new();
    FeedState _state = new();
    NextLook _next = new();
    (DateTimeOffset, DateTimeOffset?, OrchestrationRuntimeStatus, string?)? _seen;
    RunEvent.Stands? _standing;
    long _readAt;
    int _outputFollowers;
    int _begun;
    int _faults;
    Task _following = Task.CompletedTask;

    /// <summary>What is known now.</summary>
    public FeedState State => Volatile.Read(ref _state);

    /// <summary>Begins to follow, unless it has begun; ends with the first look.</summary>
    public Task BeginAsync()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _following = Task.Run(() => FollowAsync(_end.Token));
        }

        return _first.Taken;
    }

    /// <summary>Looks at once, and ends with a look that began no earlier than now: who has just steered a run is not told how it stood before.</summary>
    public Task RefreshAsync()
    {
        var next = Volatile.Read(ref _next);
        next.Want();
        return next.Taken;
    }

    /// <summary>Adds or removes one who wants to see output; without any it is not looked at.</summary>
    public void CountOutput(int change) => Interlocked.Add(ref _outputFollowers, change);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _following;
        _end.Dispose();
    }

    async Task FollowAsync(CancellationToken cancellation)
    {
        var wait = options.LeastInterval;
        _owed.Add(_first);
        while (!cancellation.IsCancellationRequested && !State.Closed)
        {
            _owed.Add(Interlocked.Exchange(ref _next, new()));
            wait = await TryLookAsync(cancellation) ? options.LeastInterval : Longer(wait);
            await WaitAsync(wait, cancellation);
        }

        // None follows, and whoever asks from now on is answered by this.
        Pay();
        Volatile.Read(ref _next).Take();
    }

    async Task WaitAsync(TimeSpan wait, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(wait, time, over.Token), Volatile.Read(ref _next).Wanted);
        await over.CancelAsync();
    }

    void Pay()
    {
        _owed.ForEach(look => look.Take());
        _owed.Clear();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A store that cannot be read ends the streams, whose clients come again; it must not end unseen.")]
    async Task<bool> TryLookAsync(CancellationToken cancellation)
    {
        try
        {
            var isNew = await LookAsync(cancellation);
            Pay();
            _faults = 0;
            return isNew;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            LogFault(e, run);
            if (++_faults >= MostFaults)
            {
                Publish(State.Window, closed: true);
            }

            return false;
        }
    }

    TimeSpan Longer(TimeSpan wait) => wait * 1.5 < options.MostInterval ? wait * 1.5 : options.MostInterval;

    /// <summary>Looks at the run; true when there is something new.</summary>
    async Task<bool> LookAsync(CancellationToken cancellation)
    {
        if (await new RunLookup(client).FindAsync(run, cancellation) is not { } instances)
        {
            Publish(null, closed: true, gone: true);
            return true;
        }

        var before = State;
        await ReadAsync(instances, cancellation);
        var window = Volatile.Read(ref _outputFollowers) > 0 && OpenOutput() is { Output: { } artifact } step
            ? await OutputWindow.ReadOnAsync(before.Window, step.Step.Number, artifact, artifacts, cancellation)
            : null;
        if (_timeline.Generation == before.Generation && _timeline.Events.Count == before.Events.Count && ReferenceEquals(_standing, before.Standing) && Equals(window, before.Window))
        {
            return false;
        }

        Publish(window, closed: _timeline.Events is [.., RunEvent.Finished]);
        return true;
    }

    async Task ReadAsync(RunInstances instances, CancellationToken cancellation)
    {
        var (instance, loop) = instances;
        var look = (instance.LastUpdatedAt, loop?.LastUpdatedAt, instance.RuntimeStatus, loop?.SerializedCustomStatus);
        if (_seen == look && time.GetElapsedTime(_readAt) < _sure)
        {
            return;
        }

        // Read after the look: when the run has ended, nothing is missing in it.
        var view = RunViews.Of(instances);
        _timeline.Update(view, loop is null ? [] : await client.GetOrchestrationHistoryAsync(loop.InstanceId, cancellation));
        _standing = _seen == look ? _standing : new(view);
        (_seen, _readAt) = (look, time.GetTimestamp());
    }

    RunEvent.StepBegan? OpenOutput()
    {
        var ended = new HashSet<int>();
        for (var i = _timeline.Events.Count - 1; i >= 0; i--)
        {
            switch (_timeline.Events[i])
            {
                case RunEvent.StepEnded end:
                    ended.Add(end.Step);
                    break;
                case RunEvent.StepBegan began:
                    return ended.Contains(began.Step.Number) ? null : began;
                default:
                    break;
            }
        }

        return null;
    }

    void Publish(OutputWindow? window, bool closed, bool gone = false)
    {
        var before = State;
        Volatile.Write(ref _state, new() { Generation = _timeline.Generation, Events = _timeline.Events, Standing = _standing, Window = window, Closed = closed, Gone = gone });
        before.Replace();
    }

    [LoggerMessage(LogLevel.Warning, "The run {Run} cannot be followed at the moment")]
    partial void LogFault(Exception exception, string run);
}
