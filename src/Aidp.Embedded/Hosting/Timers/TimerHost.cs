using Aidp.Embedded.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aidp.Embedded.Hosting;

/// <summary>Runs the timer functions while the host runs.</summary>
sealed partial class TimerHost(
    FunctionCatalog catalog,
    DurableTaskClient client,
    IServiceScopeFactory scopes,
    IConfiguration configuration,
    IOptions<EmbeddedHostOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TimerHost> logger) : IHostedLifecycleService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    IReadOnlyList<TimerRun> _timers = [];
    Task _runs = Task.CompletedTask;

    // A schedule that cannot be read is found before anything runs.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var monitor = new TimerMonitor(FolderOf(options.Value));
        _timers = [.. catalog.With<FunctionTrigger.Timer>().Select(function => Prepare(function, monitor))];
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _runs = Task.WhenAll(_timers.Select(RunAsync));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _runs.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    // What a run cannot write down it would repeat or forget, so then the host stops.
    async Task RunAsync(TimerRun run)
    {
        try
        {
            await run.RunAsync(_stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            MonitorFailed(exception.Message);
            lifetime.StopApplication();
            throw;
        }
    }

    TimerRun Prepare(FunctionMethod function, TimerMonitor monitor)
    {
        var trigger = ((FunctionTrigger.Timer)function.Trigger).Attribute;
        var invoker = new FunctionInvoker(function, ArgumentSources.For(function, client, parameter => function.IsTrigger(parameter) ? call => call.Trigger : null));
        try
        {
            var schedule = TimerSchedule.Parse(TimerSettings.Expand(trigger.Schedule, configuration));
            return new(invoker, trigger, schedule, monitor, scopes, new(catalog.Settings.FunctionTimeout, time), time, logger);
        }
        catch (FormatException exception)
        {
            throw new InvalidFunctionsException([$"Function '{function.Name}' ({function.Label}) has the schedule '{trigger.Schedule}': {exception.Message}"]);
        }
    }

    static string? FolderOf(EmbeddedHostOptions options) =>
        options.TimerFolder ?? (options.Engine.StorePath is { } store ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(store))!, "timers") : null);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The times of a schedule cannot be written down, so the host stops: {Reason} Remove the cause and start again.")]
    partial void MonitorFailed(string reason);
}
