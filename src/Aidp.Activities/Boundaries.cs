using System.Diagnostics;

namespace Aidp.Activities;

/// <summary>The points at which a side effect is about to happen or has just happened, announced so that a test can end the process exactly there.</summary>
static class Boundaries
{
    /// <summary>The name under which <see cref="DiagnosticListener.AllListeners"/> finds it.</summary>
    public const string ListenerName = "Aidp.Durable";

    static readonly DiagnosticListener _listener = new(ListenerName);

    /// <summary>Announces a boundary, for example <c>git.update-ref.before</c>; costs one check when nobody listens.</summary>
    public static void Reach(string boundary)
    {
        if (_listener.IsEnabled())
        {
            _listener.Write(boundary, null);
        }
    }
}
