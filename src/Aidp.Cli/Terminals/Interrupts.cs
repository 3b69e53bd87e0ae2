using System.Runtime.InteropServices;

namespace Aidp.Cli.Terminals;

/// <summary>Ctrl-C and the polite signals: the first asks, the second ends the process at once.</summary>
sealed class Interrupts : IDisposable
{
    readonly CancellationTokenSource _asked = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;

    public Interrupts()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _asked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _asked.Dispose();
    }

    void Handle(PosixSignalContext context)
    {
        // Not cancelled, the signal does what it does by default: it ends the process.
        context.Cancel = !_asked.IsCancellationRequested;
        if (context.Cancel)
        {
            // Elsewhere: what ends now must not run on the thread that takes the next signal.
            _ = _asked.CancelAsync();
        }
    }
}
