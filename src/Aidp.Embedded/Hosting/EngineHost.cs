using Aidp.Embedded.Dispatch;
using Aidp.Embedded.Replay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aidp.Embedded.Hosting;

/// <summary>Runs the engine for as long as the process serves: from before the first request until after the last one.</summary>
sealed partial class EngineHost(
    DurableEngine engine,
    FunctionRegistry registry,
    FunctionCatalog catalog,
    IServiceScopeFactory scopes,
    IOptions<EmbeddedHostOptions> options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<EngineHost> logger) : IHostedService
{
    Task _watch = Task.CompletedTask;
    volatile bool _stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var key in catalog.Settings.UnknownKeys)
        {
            UnknownKey(key, options.Value.HostJsonPath);
        }

        foreach (var function in catalog.With<FunctionTrigger.Orchestration>())
        {
            registry.AddOrchestrator(function.Name, OrchestratorBinding.Bind(function, scopes));
        }

        var activities = new ActivityBinding(scopes, engine.Client, JsonDataConverter.Instance, new(catalog.Settings.FunctionTimeout, time));
        foreach (var function in catalog.With<FunctionTrigger.Activity>())
        {
            registry.AddActivity(function.Name, activities.Bind(function));
        }

        await engine.StartAsync(cancellationToken);
        _watch = WatchAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await engine.StopAsync(cancellationToken);
        await _watch.WaitAsync(cancellationToken);

        // The failure ends the host's run as well, so that the process does not end as if all were well.
        if (engine.Completion.IsFaulted)
        {
            await engine.Completion;
        }
    }

    async Task WatchAsync()
    {
        await engine.Completion.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (!_stopping)
        {
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unknown key extensions.{Key} in {Path} is ignored.")]
    partial void UnknownKey(string key, string? path);
}
