using System.Diagnostics;

namespace Aidp.Embedded.Dispatch;

/// <summary>Announces the moments around what becomes durable, for tests that end the process there; free while nobody listens.</summary>
static class DurableBoundary
{
    /// <summary>The name under which listeners find it; activities announce their side effects under the same one.</summary>
    public const string ListenerName = "Aidp.Durable";

    static readonly DiagnosticListener Listener = new(ListenerName);

    public static void Reach(string name)
    {
        if (Listener.IsEnabled(name))
        {
            Listener.Write(name, null);
        }
    }
}
