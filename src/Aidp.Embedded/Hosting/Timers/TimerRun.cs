using Aidp.Embedded.Functions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Hosting;

/// <summary>Runs one timer function at its times, one run after the other.</summary>
sealed partial class TimerRun(FunctionInvoker invoker, TimerTriggerAttribute trigger, TimerSchedule schedule, TimerMonitor monitor, IServiceScopeFactory scopes, FunctionTimeout timeout, TimeProvider time, ILogger logger)
{
    // Long waits are cut, because the wall clock may jump and a machine may sleep in the middle.
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    string Name => invoker.Definition.Name;

    DateTime Now => time.GetUtcNow().UtcDateTime;

    internal async Task RunAsync(CancellationToken stopping)
    {
        var remembered = trigger.UseMonitor && !schedule.IsFrequent(Now);
        var status = remembered ? PastSchedule.Reconcile(monitor.Read(Name), schedule, Now) : PastSchedule.Fresh(schedule, Now);
        if (remembered)
        {
            monitor.Write(Name, status);
        }

        var pastDue = remembered && Now > status.Next;
        var unscheduled = pastDue || trigger.RunOnStartup;
        if (unscheduled)
        {
            // The host's start does not wait for it.
            await Task.Yield();
        }

        while (!stopping.IsCancellationRequested)
        {
            var now = Now;
            status = PastSchedule.IsAhead(status, now) ? PastSchedule.Fresh(schedule, now) : status;
            if (!unscheduled && status.Next > now)
            {
                var wait = status.Next - now;
                await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping);
                continue;
            }

            await InvokeAsync(new() { ScheduleStatus = remembered ? status : null, IsPastDue = pastDue }, stopping);

            // A clock that was set back while the function ran must not make it run twice.
            var at = unscheduled || status.Next <= now ? now : status.Next;
            status = new() { Last = at, Next = schedule.GetNext(at), LastUpdated = at };
            if (remembered)
            {
                monitor.Write(Name, status);
            }

            (unscheduled, pastDue) = (false, false);
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1031", Justification = "A failing run must not end the schedule.")]
    async Task InvokeAsync(TimerInfo info, CancellationToken stopping)
    {
        try
        {
            await timeout.LimitAsync(Name, async token =>
            {
                await using var scope = scopes.CreateAsyncScope();
                return await invoker.InvokeAsync(info, scope.ServiceProvider, token);
            }, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Failed(Name, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer function {Function} failed; it runs again at its next time.")]
    partial void Failed(string function, Exception exception);
}
