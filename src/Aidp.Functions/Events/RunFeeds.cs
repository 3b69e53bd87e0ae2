using System.Diagnostics.CodeAnalysis;
using Aidp.Activities.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aidp.Functions.Events;

/// <summary>The feeds of this process: one for each run that somebody follows.</summary>
public sealed class RunFeeds(ArtifactStore artifacts, IOptions<EventOptions> options, TimeProvider time, ILogger<RunFeeds> logger)
{
    readonly Dictionary<string, Shared> _feeds = new(StringComparer.Ordinal);
    readonly Lock _gate = new();

    /// <summary>How many runs are followed.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _feeds.Count;
            }
        }
    }

    /// <summary>Takes part in the feed of a run, until what is returned is disposed of.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The last one who leaves the feed disposes of it.")]
    internal async Task<FeedShare> JoinAsync(string run, DurableTaskClient client, bool output, CancellationToken cancellation)
    {
        Shared? shared;
        lock (_gate)
        {
            if (!_feeds.TryGetValue(run, out shared))
            {
                _feeds[run] = shared = new(new RunFeed(run, client, artifacts, options.Value, time, logger));
            }

            shared.Followers++;
        }

        shared.Feed.CountOutput(output ? 1 : 0);
        var share = new FeedShare(shared.Feed, () => LeaveAsync(run, shared, output));
        try
        {
            await shared.Feed.BeginAsync().WaitAsync(cancellation);
            return share;
        }
        catch
        {
            await share.DisposeAsync();
            throw;
        }
    }

    async Task LeaveAsync(string run, Shared shared, bool output)
    {
        shared.Feed.CountOutput(output ? -1 : 0);
        lock (_gate)
        {
            if (--shared.Followers > 0)
            {
                return;
            }

            _feeds.Remove(run);
        }

        await shared.Feed.DisposeAsync();
    }

    sealed class Shared(RunFeed feed)
    {
        public RunFeed Feed { get; } = feed;

        public int Followers { get; set; }
    }
}

/// <summary>One share in a feed.</summary>
sealed class FeedShare(RunFeed feed, Func<Task> leave) : IAsyncDisposable
{
    /// <summary>The feed.</summary>
    public RunFeed Feed { get; } = feed;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await leave();
}
