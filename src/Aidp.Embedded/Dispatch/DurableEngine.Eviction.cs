namespace Aidp.Embedded.Dispatch;

public sealed partial class DurableEngine
{
    readonly Lock _sweep = new();
    long _lastSweep;
    volatile bool _sweepAsked;

    /// <summary>An instance has nothing to do: one without its orchestrator is forgotten, and another one may have to make room.</summary>
    void Park(LiveInstance instance, bool isForgotten)
    {
        if (isForgotten)
        {
            _instances.TryRemove(new(instance.Id, instance));
        }
        else if (_instances.Count > _options.MaxLiveOrchestrations)
        {
            Sweep();
        }
    }

    /// <summary>Evicts the instances that have been idle the longest; one thread does it, and looks again when another one has asked meanwhile.</summary>
    void Sweep()
    {
        _sweepAsked = true;
        while (_sweepAsked && _sweep.TryEnter())
        {
            try
            {
                _sweepAsked = false;
                EvictIdle();
            }
            finally
            {
                _sweep.Exit();
            }
        }
    }

    /// <summary>Evicts a tenth more than must go, so that the search is seldom.</summary>
    void EvictIdle()
    {
        var reserve = Math.Max(1, _options.MaxLiveOrchestrations / 10);
        var steps = _parts!.CountStep();
        if (steps - _lastSweep < reserve)
        {
            return;
        }

        _lastSweep = steps;
        var excess = _instances.Count - _options.MaxLiveOrchestrations + reserve;
        foreach (var (id, instance) in _instances.OrderBy(pair => pair.Value.LastStep).ToArray())
        {
            if (excess > 0 && instance.TryEvict())
            {
                _instances.TryRemove(new(id, instance));
                excess--;
            }
        }
    }
}
