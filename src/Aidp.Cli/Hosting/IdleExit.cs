using Aidp.Embedded.DurableTask.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aidp.Cli.Hosting;

/// <summary>Ends a host in the background that nobody uses: no client for a while, and no unfinished run.</summary>
sealed partial class IdleExit(TimeSpan after, DurableTaskClient durable, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<IdleExit> logger) : BackgroundService
{
    static readonly OrchestrationRuntimeStatus[] _unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    long _lastUse = time.GetTimestamp();

    /// <summary>Notes that a client is there, for as long as its request takes.</summary>
    public async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        Volatile.Write(ref _lastUse, time.GetTimestamp());
        await next(context);
        Volatile.Write(ref _lastUse, time.GetTimestamp());
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(after / 20, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (time.GetElapsedTime(Volatile.Read(ref _lastUse)) >= after && !await HasUnfinishedRunAsync(stoppingToken))
            {
                LogIdle(after);
                lifetime.StopApplication();
                return;
            }
        }
    }

    async Task<bool> HasUnfinishedRunAsync(CancellationToken cancellation)
    {
        await foreach (var page in durable.GetAllInstancesAsync(new OrchestrationQuery(Statuses: _unfinished, PageSize: 1)).AsPages().WithCancellation(cancellation))
        {
            if (page.Values.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(LogLevel.Information, "Nobody used this host for {After}, and no run is unfinished: it ends. The next `aidp` starts another one.")]
    partial void LogIdle(TimeSpan after);
}
