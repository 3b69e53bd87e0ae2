using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

/// <summary>Verifies all of a store in the background: soon after an engine was cut off, and then once a day.</summary>
/// <param name="store">The store.</param>
/// <param name="commits">Where it is noted that the store is whole.</param>
/// <param name="time">The clock.</param>
/// <param name="fail">Told of damage.</param>
/// <param name="log">Where it is said.</param>
sealed partial class StoreWatch(OrchestrationStore store, CommitQueue commits, TimeProvider time, Action<Exception> fail, ILogger log) : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    readonly CancellationTokenSource _stop = new();
    Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Ends, and a verification that is under way as well.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    [SuppressMessage("Design", "CA1031", Justification = "What goes wrong here must stop the engine, not vanish in a task that nobody awaits.")]
    async Task RunAsync()
    {
        try
        {
            var due = store.NeedsVerification ? DateTime.MinValue : (store.VerifiedAt ?? Now) + Interval;
            while (true)
            {
                // A clock that was far ahead may have said when it was verified.
                var wait = due - Now;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait < Interval ? wait : Interval, time, _stop.Token);
                }

                var began = time.GetTimestamp();
                store.Verify(_stop.Token);
                await commits.WriteAsync(new VerifiedWrite(Now));
                LogVerified(log, time.GetElapsedTime(began).TotalMilliseconds);
                due = Now + Interval;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next engine does it.
        }
        catch (EngineStoppedException)
        {
            // The engine has ended for a reason of its own.
        }
        catch (Exception e)
        {
            fail(e);
        }
    }

    DateTime Now => time.GetUtcNow().UtcDateTime;

    [LoggerMessage(30, LogLevel.Information, "All of the store was read and is whole ({Milliseconds:F0} ms).")]
    static partial void LogVerified(ILogger log, double milliseconds);
}
