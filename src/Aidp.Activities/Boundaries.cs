using System.Diagnostics;

namespace Aidp.Activities;

/// <summary>The points at which a side effect is about to happen or has just happened, announced so that a test can end the process exactly there.</summary>
static class Boundaries
{
    /// <summary>The name under which <see cref="DiagnosticListener.AllListeners"/> finds the boundaries of steps.</summary>
    public const string ListenerName = "Aidp.Durable";

    /// <summary>The name under which it finds the calls of git, which are finer.</summary>
    public const string GitListenerName = "Aidp.Git";

    static readonly DiagnosticListener _durable = new(ListenerName);
    static readonly DiagnosticListener _git = new(GitListenerName);

    /// <summary>Announces a boundary, for example <c>journal.update-ref.before</c>; costs one check when nobody listens.</summary>
    public static void Reach(string boundary) => Write(_durable, boundary);

    /// <summary>Announces a call of git, by the name of its command.</summary>
    public static void CallGit(string command) => Write(_git, command);

    static void Write(DiagnosticListener listener, string name)
    {
        if (listener.IsEnabled())
        {
            listener.Write(name, null);
        }
    }
}
