using System.Diagnostics;

namespace Aidp.Activities.Tests.Checks;

/// <summary>Ends an activity at a boundary, as a host that dies there would: nothing after it happens. Concerns only the test that asks for it.</summary>
sealed class BoundaryStop : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly AsyncLocal<string?> _at = new();
    readonly List<IDisposable> _subscriptions = [];

    public BoundaryStop() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Runs an activity up to the boundary.</summary>
    public async Task AtAsync(string boundary, Func<Task> activity)
    {
        _at.Value = boundary;
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(activity);
        Assert.Equal(boundary, stopped.Message);
        _at.Value = null;
    }

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == Boundaries.ListenerName)
        {
            _subscriptions.Add(listener.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> boundary)
    {
        if (boundary.Key == _at.Value)
        {
            throw new InvalidOperationException(boundary.Key);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
