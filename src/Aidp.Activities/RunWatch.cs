using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;
using Microsoft.Extensions.Logging;

namespace Aidp.Activities;

/// <summary>Sees that the run of a step was cancelled or terminated, so that what the step runs can be ended: once at the start, then every second.</summary>
sealed partial class RunWatch : IAsyncDisposable
{
    static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    readonly DurableTaskClient _client;
    readonly string _instance;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenSource _cancelled = new();
    readonly CancellationTokenSource _stop;
    Task _watching = Task.CompletedTask;

    RunWatch(DurableTaskClient client, string instance, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        (_client, _instance, _time, _logger) = (client, instance, time, logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Cancelled as soon as it is seen that the run is to end, has ended, or is not there.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Looks for the first time, and goes on until it is disposed.</summary>
    public static async Task<RunWatch> StartAsync(DurableTaskClient client, StepContext step, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var watch = new RunWatch(client, step.Instance, time, logger, cancellationToken);
        await watch.LookAsync();
        watch._watching = watch.WatchAsync();
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
        _cancelled.Dispose();
    }

    async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_interval, _time);
            while (!_cancelled.IsCancellationRequested && await timer.WaitForNextTickAsync(_stop.Token))
            {
                await LookAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed, or the host stops.
        }
    }

    async Task LookAsync()
    {
        try
        {
            var instance = await _client.GetInstanceAsync(_instance, getInputsAndOutputs: true, _stop.Token);
            if (instance is null || IsOver(instance.RuntimeStatus) || instance.ReadCustomStatusAs<CancellationFlag>() is { Cancelling: true })
            {
                await _cancelled.CancelAsync();
            }
        }
        catch (Exception fault) when (!_stop.IsCancellationRequested)
        {
            // The store may be away for a moment; the agent's own timeout bounds how long that can matter.
            LogUnseen(_instance, fault);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A durable client has an exception of its own for a call that was given up.
            throw new OperationCanceledException("The watch was given up.", fault, _stop.Token);
        }
    }

    static bool IsOver(OrchestrationRuntimeStatus status) =>
        status is not (OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending or OrchestrationRuntimeStatus.Suspended);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {Instance} could not be looked at; it is tried again in a second")]
    partial void LogUnseen(string instance, Exception fault);
}
