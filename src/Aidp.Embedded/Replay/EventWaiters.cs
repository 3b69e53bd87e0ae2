using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

/// <summary>External events that wait for an orchestrator, and an orchestrator's waits for events.</summary>
sealed class EventWaiters(DataConverter converter)
{
    readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    readonly List<EventRaisedEvent> _buffered = [];

    /// <summary>The events nobody has waited for, in the order in which they came.</summary>
    public IReadOnlyList<EventRaisedEvent> Buffered => _buffered;

    /// <summary>Whether any wait is not over.</summary>
    public bool AnyOpen => _waiters.Values.Any(stack => stack.Any(waiter => waiter.IsOpen));

    /// <summary>Waits for the next event of a name: the oldest buffered one, or else the next to come.</summary>
    /// <exception cref="ArgumentException">The same name is awaited with another type.</exception>
    public Task<T> WaitAsync<T>(string name, CancellationToken cancellation)
    {
        if (_waiters.TryGetValue(name, out var stack) && stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException($"Events with the same name must have the same type argument. Expected {other.Type.FullName} but was requested {typeof(T).FullName}.");
        }

        var waiter = new Waiter<T>(converter);
        if (_buffered.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase)) is var first and >= 0)
        {
            var raised = _buffered[first];
            _buffered.RemoveAt(first);
            waiter.Take(raised.Input);
        }
        else
        {
            (_waiters.TryGetValue(name, out stack) ? stack : _waiters[name] = new()).Push(waiter);
        }

        cancellation.Register(() => waiter.TryCancel(cancellation));
        return waiter.Task;
    }

    /// <summary>Gives an event to the latest waiter for its name, even one that was cancelled, or keeps it.</summary>
    public void Deliver(EventRaisedEvent raised)
    {
        if (_waiters.TryGetValue(raised.Name, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Take(raised.Input);
        }
        else
        {
            _buffered.Add(raised);
        }
    }

    /// <summary>Keeps an event without giving it to anyone.</summary>
    public void Keep(EventRaisedEvent? raised)
    {
        if (raised is not null)
        {
            _buffered.Add(raised);
        }
    }

    abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsOpen { get; }

        public abstract void Take(string? payload);
    }

    sealed class Waiter<T>(DataConverter converter) : Waiter
    {
        readonly OpenTask<T> _open = new(null, converter);

        public override Type Type => typeof(T);

        public override bool IsOpen => !_open.Task.IsCompleted;

        public Task<T> Task => _open.Task;

        public override void Take(string? payload) => _open.Complete(payload);

        public void TryCancel(CancellationToken token) => _open.TryCancel(token);
    }
}
