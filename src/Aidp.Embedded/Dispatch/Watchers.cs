using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Dispatch;

/// <summary>Who waits for an instance to reach a state.</summary>
sealed class Watchers
{
    readonly Lock _lock = new();
    readonly Dictionary<string, List<Watch>> _byId = new(StringComparer.Ordinal);
    Exception? _failed;

    /// <summary>Waits until the state of an instance, which is told to this class from now on or found by a first look, is a wanted one.</summary>
    public async Task WaitAsync(string instanceId, Func<OrchestrationRuntimeStatus, bool> wanted, Func<OrchestrationRuntimeStatus> look, CancellationToken cancellation)
    {
        var watch = new Watch(wanted);
        lock (_lock)
        {
            if (_failed is not null)
            {
                throw _failed;
            }

            (_byId.TryGetValue(instanceId, out var watches) ? watches : _byId[instanceId] = []).Add(watch);
        }

        try
        {
            if (!wanted(look()))
            {
                await watch.Reached.Task.WaitAsync(cancellation);
            }
        }
        finally
        {
            Remove(instanceId, watch);
        }
    }

    /// <summary>Tells the state of an instance.</summary>
    public void Notify(string instanceId, OrchestrationRuntimeStatus status)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(instanceId, out var watches))
            {
                foreach (var watch in watches.Where(watch => watch.Wanted(status)))
                {
                    watch.Reached.TrySetResult();
                }
            }
        }
    }

    /// <summary>Ends all waits with a failure, those as well that begin later.</summary>
    public void Fail(Exception reason)
    {
        lock (_lock)
        {
            _failed = reason;
            foreach (var watch in _byId.Values.SelectMany(watches => watches))
            {
                watch.Reached.TrySetException(reason);
            }
        }
    }

    void Remove(string instanceId, Watch watch)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(instanceId, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _byId.Remove(instanceId);
            }
        }
    }

    sealed record Watch(Func<OrchestrationRuntimeStatus, bool> Wanted)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
