using System.Runtime.InteropServices;

namespace Aidp.Cli.Terminals;

/// <summary>Ctrl-C and the polite signals: the first asks, the second ends the process at once. A verb can take Ctrl-C for itself.</summary>
sealed class Interrupts : IDisposable
{
    readonly CancellationTokenSource _asked = new();
    readonly List<PosixSignalRegistration> _signals = [];
    Action? _taker;

    /// <summary>Cancelled by the first signal that no verb takes.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>Those of this process.</summary>
    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        interrupts._signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = interrupts.Interrupt()));
        interrupts._signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = interrupts.Ask()));
        return interrupts;
    }

    /// <summary>Gives Ctrl-C to a verb until what is returned is disposed.</summary>
    public IDisposable Take(Action taker)
    {
        Volatile.Write(ref _taker, taker);
        return new Taken(this);
    }

    /// <summary>Somebody pressed Ctrl-C. Returns false when the process is to end at once.</summary>
    public bool Interrupt()
    {
        if (Volatile.Read(ref _taker) is not { } taker)
        {
            return Ask();
        }

        // Elsewhere: what ends now must not run on the thread that takes the next signal.
        ThreadPool.QueueUserWorkItem(static taker => taker(), taker, preferLocal: false);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _asked.Dispose();
    }

    bool Ask()
    {
        if (_asked.IsCancellationRequested)
        {
            return false;
        }

        _ = _asked.CancelAsync();
        return true;
    }

    sealed class Taken(Interrupts interrupts) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref interrupts._taker, null);
    }
}
