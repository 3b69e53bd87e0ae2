namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    WaitingStatus? _waiting;

    /// <summary>Takes the signals that arrived, and shows them at once.</summary>
    async Task TakeSignalsAsync()
    {
        var signals = await _inbox.TakeAsync();
        foreach (var signal in signals)
        {
            _control = _control.Apply(signal, context.CurrentUtcDateTime, _iteration, _waiting is not null);
        }

        if (signals.Count > 0)
        {
            Publish();
        }
    }

    /// <summary>Waits while the run is paused: no timer and no event, so it costs nothing however long it lasts.</summary>
    async Task StandStillAsync()
    {
        await TakeSignalsAsync();
        while (_control is { Paused: not null, Cancelling: false })
        {
            _control = _control.StandStill(context.CurrentUtcDateTime, _iteration);
            Publish();
            await Task.WhenAny(_inbox.Waiters);
            await TakeSignalsAsync();
        }
    }

    /// <summary>Waits for a time, a resume or a cancel; without a time only for a person.</summary>
    async Task WaitAsync(WaitingStatus waiting)
    {
        _waiting = waiting;
        _control = _control with { RetryNow = false };
        Publish();
        using var end = new CancellationTokenSource();
        var timer = waiting.Until is { } until ? context.CreateTimer(until, end.Token) : null;
        while (_control is { RetryNow: false, Cancelling: false } && timer is not { IsCompleted: true })
        {
            await Task.WhenAny(timer is null ? _inbox.Waiters : [timer, .. _inbox.Waiters]);
            await TakeSignalsAsync();
        }

        Stop(end);
        _waiting = null;
        Publish();
    }

    // The asynchronous form would leave the orchestrator's thread.
    static void Stop(CancellationTokenSource end) => end.Cancel();
}
