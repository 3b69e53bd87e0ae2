namespace Aidp.Orchestrations.WorkLoop;

/// <summary>The run's changes of state: what was not handed to a step yet, and the newest ones for the status.</summary>
sealed class Trail
{
    readonly List<Transition> _untold = [];
    readonly Queue<Transition> _newest = new();
    int _count;

    /// <summary>The newest transition; null before the first.</summary>
    public Transition? Current { get; private set; }

    /// <summary>The newest transitions, the oldest first.</summary>
    public IReadOnlyList<Transition> Newest => [.. _newest];

    /// <summary>Records that a state was entered.</summary>
    public void Enter(LoopState state, int iteration, DateTime at)
    {
        Current = new(++_count, state, iteration, at);
        _untold.Add(Current);
        _newest.Enqueue(Current);
        if (_newest.Count > LoopStatus.MostTransitions)
        {
            _newest.Dequeue();
        }
    }

    /// <summary>Hands over what was not handed over before.</summary>
    public IReadOnlyList<Transition> TakeUntold()
    {
        List<Transition> untold = [.. _untold];
        _untold.Clear();
        return untold;
    }
}
