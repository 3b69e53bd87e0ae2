using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    // The one rule for activities that throw: a worker that dies fails what it ran, and a busy disk or network passes.
    static readonly TaskOptions _retries = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1)));

    RunningStep? _step;
    int _steps;

    /// <summary>Carries out a step unless the run is cancelled before it; a pause holds it back. Null means cancelled.</summary>
    async Task<TResult?> StepAsync<TResult>(string activity, string? target, Func<StepContext, object> input)
        where TResult : class
    {
        await StandStillAsync();
        return _control.Cancelling ? null : await CallAsync<TResult>(activity, target, input);
    }

    /// <summary>Carries out a step and takes signals while it runs.</summary>
    async Task<TResult> CallAsync<TResult>(string activity, string? target, Func<StepContext, object> input)
    {
        var step = new StepContext
        {
            Run = _run,
            Instance = context.InstanceId,
            Iteration = _iteration,
            Number = ++_steps,
            Trail = _trail.TakeUntold(),
        };
        _step = new(activity, target, context.CurrentUtcDateTime);
        Publish();
        try
        {
            var call = context.CallActivityAsync<TResult>(activity, input(step), _retries);
            while (!call.IsCompleted)
            {
                await Task.WhenAny([call, .. _inbox.Waiters]);
                await TakeSignalsAsync();
            }

            return await call;
        }
        finally
        {
            _step = null;
        }
    }
}
