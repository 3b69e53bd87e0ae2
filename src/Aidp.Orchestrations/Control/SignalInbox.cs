using System.Text.Json;

namespace Aidp.Orchestrations.Control;

/// <summary>
/// One waiter for each signal, made once and renewed only when its event came: a waiter that is given up would still swallow the next event of its
/// name, and of two the later one would be served first.
/// </summary>
sealed class SignalInbox(TaskOrchestrationContext context)
{
    // A nullable element takes every payload there is, none and null included.
    readonly Task<JsonElement?>[] _waiters = [.. SignalNames.All.Select(name => context.WaitForExternalEvent<JsonElement?>(name))];

    /// <summary>What ends when the next signal arrives, to be awaited beside other tasks.</summary>
    public IReadOnlyList<Task> Waiters => _waiters;

    /// <summary>Takes what has arrived.</summary>
    public async Task<IReadOnlyList<ReceivedSignal>> TakeAsync()
    {
        List<ReceivedSignal> taken = [];
        for (var index = 0; index < _waiters.Length; index++)
        {
            while (_waiters[index] is { IsCompleted: true } waiter)
            {
                var name = SignalNames.All[index];
                taken.Add(ReceivedSignal.Read(name, waiter.IsCompletedSuccessfully ? await waiter : null));
                _waiters[index] = context.WaitForExternalEvent<JsonElement?>(name);
            }
        }

        return taken;
    }
}
