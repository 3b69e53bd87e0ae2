using Aidp.Orchestrations;

namespace Aidp.Functions.Events;

/// <summary>A run as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="Ended">Whether it has ended.</param>
sealed record ListedRun(string Id, DateTimeOffset CreatedAt, bool Ended);

/// <summary>Finds runs to follow: those that have not ended, and those that were asked for lately. The store is asked once for all who want to know.</summary>
public sealed class RunListing(TimeProvider time) : IDisposable
{
    /// <summary>How old a list may be.</summary>
    static readonly TimeSpan _fresh = TimeSpan.FromMilliseconds(500);

    static readonly OrchestrationRuntimeStatus[] _unfinished = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    readonly SemaphoreSlim _gate = new(1);
    IReadOnlyList<ListedRun> _listed = [];
    long? _at;

    /// <summary>How long after it was asked for a run may be found, whatever the clocks of workers say. A run is also found when it ended in this time.</summary>
    internal static TimeSpan Latest { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>The runs that have not ended and those that were asked for after <see cref="Latest"/>, the oldest first.</summary>
    internal async Task<IReadOnlyList<ListedRun>> ReadAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_at is not { } at || time.GetElapsedTime(at) >= _fresh)
            {
                _listed = await SinceAsync(client, time.GetUtcNow() - (2 * Latest), cancellation);
                _at = time.GetTimestamp();
            }

            return _listed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The runs that have not ended and those that were asked for at a time or later, the oldest first.</summary>
    internal static async Task<IReadOnlyList<ListedRun>> SinceAsync(DurableTaskClient client, DateTimeOffset from, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ListedRun>(StringComparer.Ordinal);
        foreach (var query in new[] { new OrchestrationQuery { Statuses = _unfinished }, new OrchestrationQuery { CreatedFrom = from } })
        {
            await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellation))
            {
                if (instance.Name == FunctionNames.AidpOrchestrator)
                {
                    found[instance.InstanceId] = new(instance.InstanceId, instance.CreatedAt, instance.IsCompleted);
                }
            }
        }

        return [.. found.Values.OrderBy(run => run.CreatedAt).ThenBy(run => run.Id, StringComparer.Ordinal)];
    }
}
