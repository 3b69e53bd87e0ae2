using System.Diagnostics;

namespace Aidp.Activities.TestHost;

/// <summary>Ends this process with SIGKILL at the k-th event of a diagnostic listener.</summary>
sealed class KillSwitch(string listener, int at) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    int _count;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == listener)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Interlocked.Increment(ref _count) == at)
        {
            Console.WriteLine($"killed {value.Key}");
            Process.GetCurrentProcess().Kill();
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
