using System.Diagnostics;

namespace Aidp.Activities.Tests.Workspaces;

/// <summary>Does something at a boundary, the first time that the test which asks for it reaches it.</summary>
sealed class BoundaryCall : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly AsyncLocal<bool> _isOurs = new();
    readonly List<IDisposable> _subscriptions = [];
    readonly string _boundary;
    Action? _call;

    public BoundaryCall(string boundary, Action call)
    {
        (_boundary, _call) = (boundary, call);
        _isOurs.Value = true;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
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
        if (_isOurs.Value && boundary.Key == _boundary)
        {
            Interlocked.Exchange(ref _call, null)?.Invoke();
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
