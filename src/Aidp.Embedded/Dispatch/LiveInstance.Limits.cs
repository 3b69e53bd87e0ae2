using Aidp.Embedded.DurableTask;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

sealed partial class LiveInstance
{
    /// <summary>Why a history with so many events ends the orchestration; null when it does not.</summary>
    TaskFailureDetails? TooLong(int events)
    {
        const string Advice = "Divide the work among sub-orchestrations, or continue as new.";
        var (maxEvents, maxBytes) = (engine.Options.MaxHistoryEvents, engine.Options.MaxHistoryBytes);
        return events > maxEvents ? Failure($"The history of '{Id}' has reached {maxEvents} events. {Advice}")
            : _row!.Bytes > maxBytes ? Failure($"The history of '{Id}' has {_row.Bytes} bytes, and {maxBytes} are allowed. Keep large data elsewhere and pass references. {Advice}")
            : null;
    }

    /// <summary>Says that events of this orchestration found no room with their receivers, since no exception can tell it.</summary>
    void WarnOfLost(IReadOnlyList<string> receivers)
    {
        foreach (var (receiver, count) in receivers.CountBy(id => id))
        {
            LogLostEvents(engine.Log, count, Id, receiver, engine.Options.MaxPendingMessages);
        }
    }

    /// <summary>Says that a history has become half as long as it may, in the step in which it does.</summary>
    void WarnOnce(InstanceRow before, InstanceRow now)
    {
        var (maxEvents, maxBytes) = (engine.Options.MaxHistoryEvents, engine.Options.MaxHistoryBytes);
        if (!IsLong(before) && IsLong(now))
        {
            LogLongHistory(engine.Log, Id, now.Events, now.Bytes, maxEvents, maxBytes);
        }

        bool IsLong(InstanceRow row) => row.Events > maxEvents / 2 || row.Bytes > maxBytes / 2;
    }

    [LoggerMessage(4, LogLevel.Warning, "The history of '{InstanceId}' has {Events} events and {Bytes} bytes; with more than {MaxEvents} or {MaxBytes} it fails. Divide its work among sub-orchestrations, or let it continue as new.")]
    static partial void LogLongHistory(ILogger log, string instanceId, int events, long bytes, int maxEvents, long maxBytes);

    [LoggerMessage(5, LogLevel.Warning, "{Count} events that '{InstanceId}' sent to '{Receiver}' are lost: it has {Limit} messages waiting, or received and never waited for, and takes no more.")]
    static partial void LogLostEvents(ILogger log, int count, string instanceId, string receiver, int limit);
}
