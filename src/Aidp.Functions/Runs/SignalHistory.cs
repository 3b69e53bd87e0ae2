using Aidp.Orchestrations.Control;

namespace Aidp.Functions.Runs;

/// <summary>Reads signals in the history of a work loop as the loop takes them: one that counts once counts where it came first.</summary>
sealed class SignalHistory
{
    SignalMemory _memory = new();

    /// <summary>A history without the signals that were sent again.</summary>
    public static IEnumerable<HistoryEvent> WithoutRepeats(IEnumerable<HistoryEvent> history)
    {
        var signals = new SignalHistory();
        return history.Where(e => e is not EventRaisedEvent raised || signals.IsNew(raised));
    }

    /// <summary>Whether a signal, the next one of the history, counts.</summary>
    public bool IsNew(EventRaisedEvent raised)
    {
        var id = DurableJson.Read<ControlSignal>(raised.Input)?.Id;
        var isNew = !_memory.Knows(id);
        _memory = _memory.After(id);
        return isNew;
    }
}
