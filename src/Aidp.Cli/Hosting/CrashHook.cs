using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Aidp.Cli.Hosting;

/// <summary>Ends this process with SIGKILL at a chosen durable boundary, so that tests can go through all of them. Inert without <c>AIDP_CRASH_AT</c>.</summary>
sealed class CrashHook(int crashAt, string? log) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    const string ListenerName = "Aidp.Durable";

    readonly Lock _gate = new();
    int _reached;

    /// <summary>Arms the hook when the environment asks for it. 0 only counts; <c>AIDP_CRASH_LOG</c> names a file for the boundaries' names.</summary>
    public static void Arm(Func<string, string?> environment)
    {
        if (int.TryParse(environment("AIDP_CRASH_AT"), NumberStyles.None, CultureInfo.InvariantCulture, out var crashAt))
        {
            DiagnosticListener.AllListeners.Subscribe(new CrashHook(crashAt, environment("AIDP_CRASH_LOG")));
        }
    }

    /// <inheritdoc/>
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == ListenerName)
        {
            value.Subscribe(this);
        }
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        lock (_gate)
        {
            _reached++;
            if (log is not null)
            {
                File.AppendAllText(log, value.Key + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }

            if (_reached == crashAt)
            {
                // On Unix this is SIGKILL: nothing of this process runs any more.
                using var self = Process.GetCurrentProcess();
                self.Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }
}
