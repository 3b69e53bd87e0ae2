using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>Runs activities, a limited number at once, and answers their callers.</summary>
sealed class ActivityPool(FunctionRegistry functions, OrchestrationStore store, EmbeddedEngineOptions options, TimeProvider time, TaskScheduler scheduler, Action<string, Signal> answer)
{
    readonly Lock _lock = new();
    readonly Queue<ActivityRun> _waiting = new();
    readonly Dictionary<string, Dictionary<int, ActivityRun>> _known = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<ActivityRun, byte> _running = new();
    bool _stopping;

    /// <summary>Runs an activity as soon as there is room, unless it runs already or its answer is on its way.</summary>
    public void Start(string instanceId, string executionId, TaskScheduledEvent call, int attempt, ActivityContext trace)
    {
        lock (_lock)
        {
            var run = new ActivityRun(instanceId, executionId, call, attempt) { Trace = trace };
            if (!_known.TryGetValue(executionId, out var calls))
            {
                _known.Add(executionId, calls = []);
            }

            if (!calls.TryAdd(call.EventId, run))
            {
                return;
            }

            _waiting.Enqueue(run);
        }

        Next();
    }

    /// <summary>Whether a call waits, runs, or has an answer on its way.</summary>
    public bool Knows(string executionId, int taskId)
    {
        lock (_lock)
        {
            return _known.TryGetValue(executionId, out var calls) && calls.ContainsKey(taskId);
        }
    }

    /// <summary>Forgets calls whose answers are in the store or will never be.</summary>
    public void Forget(string executionId, IEnumerable<int> taskIds)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(executionId, out var calls))
            {
                foreach (var id in taskIds)
                {
                    calls.Remove(id);
                }

                if (calls.Count == 0)
                {
                    _known.Remove(executionId);
                }
            }
        }
    }

    /// <summary>Cancels the activities of an execution, which no longer wants their answers.</summary>
    public void Cancel(string executionId)
    {
        ActivityRun[] runs;
        lock (_lock)
        {
            runs = _known.TryGetValue(executionId, out var calls) ? [.. calls.Values] : [];
        }

        Array.ForEach(runs, run => run.Cancel());
    }

    /// <summary>Starts no activity any more, waits for the running ones, cancels them when the time is over, and abandons them in the end.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _stopping = true;
        }

        await IdleAsync(options.DrainTime, cancellation);
        foreach (var run in _running.Keys)
        {
            run.Cancel();
        }

        await IdleAsync(options.AbandonTime, cancellation);
    }

    async Task IdleAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var all = Task.WhenAll(_running.Keys.Select(run => run.Ended.Task));
        try
        {
            await all.WaitAsync(limit, time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Whatever still runs is run again by the next engine.
        }
    }

    void Next()
    {
        ActivityRun? run;
        lock (_lock)
        {
            if (_stopping || _running.Count >= options.MaxConcurrentActivities || !_waiting.TryDequeue(out run))
            {
                return;
            }

            _running.TryAdd(run, 0);
        }

        Task.Factory.StartNew(() => RunAsync(run), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
    }

    async Task RunAsync(ActivityRun run)
    {
        var outcome = run.IsCancelled ? new TaskFailedEvent(-1, run.Call.EventId, "Cancelled before it began.", null) : await InvokeAsync(run);
        bool abandoned;
        lock (_lock)
        {
            // Cancelled because the engine stops: the next one runs it again.
            abandoned = _stopping && run.IsCancelled;
        }

        if (!abandoned)
        {
            outcome.Timestamp = time.GetUtcNow().UtcDateTime;
            answer(run.InstanceId, new AnswerSignal(run.ExecutionId, store.Epoch, outcome));
        }

        // Whoever stops the engine waits for it until its answer is on its way.
        lock (_lock)
        {
            _running.TryRemove(run, out _);
        }

        Next();
        run.Ended.TrySetResult();
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever an activity throws is its caller's to handle.")]
    async Task<HistoryEvent> InvokeAsync(ActivityRun run)
    {
        var call = run.Call;
        if (functions.FindActivity(call.Name!) is not { } invoker)
        {
            return new TaskFailedEvent(-1, call.EventId, Missing(call.Name!));
        }

        using var span = Traces.Run(call, run.InstanceId, run.Trace);
        try
        {
            var input = call.InputKey is { } key ? store.Payload(key) : call.Input;
            var result = await invoker(new(call.Name!, run.InstanceId, call.EventId, input, run.Attempt, store.Epoch), run.Cancellation);
            return result is null || result.Length <= options.MaxPayloadLength
                ? new TaskCompletedEvent(-1, call.EventId, result)
                : throw new InvalidOperationException(
                    $"The result of activity '{call.Name}' has {result.Length} characters, and {options.MaxPayloadLength} are allowed. Store large data elsewhere and return a reference.");
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            return new TaskFailedEvent(-1, call.EventId, TaskFailureDetails.FromException(e).Bounded(options.MaxPayloadLength));
        }
    }

    TaskFailureDetails Missing(string name) => new(
        typeof(InvalidOperationException).FullName!,
        $"The function '{name}' doesn't exist, is disabled, or is not an activity function. Additional info: The following are the known activity functions: {KnownFunctions.List(functions.Activities)}.",
        null,
        null,
        null)
    {
        IsNonRetriable = true,
    };
}
