using System.Threading.Channels;
using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Tests.Hosting;

/// <summary>What a timer function was told.</summary>
public sealed record TimerFact(bool IsPastDue, DateTime? Last, DateTime? Next);

/// <summary>The runs of timer functions, as they come.</summary>
public sealed class TimerLog
{
    readonly Channel<TimerFact> _runs = Channel.CreateUnbounded<TimerFact>();
    int _count;

    internal int Waiting => _runs.Reader.Count;

    internal int Add(TimerInfo info)
    {
        _runs.Writer.TryWrite(new(info.IsPastDue, info.ScheduleStatus?.Last, info.ScheduleStatus?.Next));
        return Interlocked.Increment(ref _count);
    }

    internal Task<TimerFact> NextAsync() => _runs.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
}

/// <summary>A function that runs every five minutes.</summary>
public sealed class FiveMinutes(TimerLog log)
{
    [Function("FiveMinutes")]
    public void Run([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => log.Add(timer);
}

/// <summary>A function whose schedule is a setting and whose first run fails.</summary>
public sealed class FromSetting(TimerLog log)
{
    [Function("FromSetting")]
    public Task RunAsync([TimerTrigger("%Every%", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellation) =>
        log.Add(timer) == 1 ? Task.FromException(new InvalidOperationException("The first run fails.")) : Task.Delay(0, cancellation);
}
