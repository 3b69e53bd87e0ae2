using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

/// <summary>Runs orchestrations and activities durably: one engine owns one store.</summary>
public sealed partial class DurableEngine : IAsyncDisposable
{
    /// <summary>The name under which its spans are heard, that of the real host.</summary>
    public const string TraceSource = Traces.SourceName;

    readonly FunctionRegistry _functions;
    readonly EmbeddedEngineOptions _options;
    readonly TimeProvider _time;
    readonly ILoggerFactory _loggers;
    readonly ILogger _log;
    readonly EmbeddedDurableTaskClient _client;
    readonly TaskScheduler? _scheduler;
    readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentDictionary<string, LiveInstance> _instances = new(StringComparer.Ordinal);
    readonly BusyCount _busy = new();
    EngineParts? _parts;
    volatile bool _halted;
    int _stopping;

    /// <summary>Makes an engine; it does nothing until it is started.</summary>
    public DurableEngine(FunctionRegistry functions, EmbeddedEngineOptions options, TimeProvider time, ILoggerFactory loggers)
        : this(functions, options, time, loggers, null)
    {
    }

    /// <summary>Makes an engine all of whose work runs on a scheduler, so that a simulation can choose the order.</summary>
    internal DurableEngine(FunctionRegistry functions, EmbeddedEngineOptions options, TimeProvider time, ILoggerFactory loggers, TaskScheduler? scheduler)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        _functions = functions;
        _options = options;
        _time = time;
        _loggers = loggers;
        _log = loggers.CreateLogger<DurableEngine>();
        _scheduler = scheduler;
        _client = new EmbeddedDurableTaskClient(this);
    }

    /// <summary>Starts orchestrations, looks at them and acts on them.</summary>
    public DurableTaskClient Client => _client;

    /// <summary>Ends when the engine has stopped, and fails when it had to stop because its store failed.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Where the store is and what an acknowledged step has survived, for people; empty before the start.</summary>
    public string StoreDescription => _parts?.Store.Description ?? string.Empty;

    /// <summary>What the running engine consists of.</summary>
    /// <exception cref="EngineStoppedException">It is not running.</exception>
    internal EngineParts Parts => _parts is { } parts && !_halted ? parts : throw new EngineStoppedException("The engine is not running.", _completion.Task.Exception?.InnerException);

    /// <summary>The options.</summary>
    internal EmbeddedEngineOptions Options => _options;

    /// <summary>The number of orchestrations in memory.</summary>
    internal int LiveCount => _instances.Count;

    /// <summary>The unfinished orchestrations that this program cannot go on with, by their ids, and why: they are kept as they are, and can be terminated.</summary>
    public IReadOnlyDictionary<string, string> ListHeld() => Parts.Store.ListHeld().ToDictionary(held => held.Id, held => held.Reason, StringComparer.Ordinal);

    /// <summary>Opens the store and goes on with everything unfinished.</summary>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _options.Validate();
        OrchestrationStore store = _options.StorePath is { } path
            ? SqliteStore.Open(path, _options.Durability == Durability.Full, _options.LargePayloadLength)
            : new MemoryStore(_options.LargePayloadLength);
        try
        {
            Start(store);
            return Task.CompletedTask;
        }
        catch
        {
            store.Crash();
            throw;
        }
    }

    /// <summary>Waits for running activities within the drain time, cancels and abandons the rest, and closes the store.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_parts is not { } parts || Interlocked.Exchange(ref _stopping, 1) != 0)
        {
            return;
        }

        await parts.Activities.StopAsync(cancellation);
        parts.Timers.Dispose();
        // What the activities answered is to be recorded; whatever takes longer is found by the next engine.
        await _busy.IdleAsync(_options.DrainTime, _time);
        await HaltAsync(parts, new EngineStoppedException("The engine has stopped."));
        if (_completion.Task.IsFaulted)
        {
            // The next engine must not take the store to be in order.
            parts.Store.Crash();
        }

        parts.Store.Dispose();
        _completion.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _client.DisposeAsync();
    }

    /// <summary>Goes on with everything unfinished in a store.</summary>
    internal void Start(OrchestrationStore store)
    {
        var scheduler = _scheduler ?? TaskScheduler.Default;
        var timers = new TimerQueue(_time, id => Post(id, LookSignal.Instance));
        var settings = new ExecutionSettings(_loggers, _options.DefaultVersion, _options.MaxPayloadLength, _options.MaxCustomStatusLength);
        var commits = new CommitQueue(store, Deliver, Fail, _scheduler, _options.Boundary);
        LogStarted(_log, store.Description);
        _parts = new EngineParts
        {
            Functions = _functions,
            Options = _options,
            Time = _time,
            Store = store,
            Commits = commits,
            Watch = _scheduler is null ? new StoreWatch(store, commits, _time, Fail, _log) : null,
            Activities = new ActivityPool(_functions, store, _options, _time, scheduler, Post),
            Timers = timers,
            Watchers = new Watchers(),
            Settings = settings,
            Held = Takeover.Run(store, _functions, settings, _options.Program, _log),
            Turns = new SemaphoreSlim(_options.MaxConcurrentOrchestrators),
            Log = _log,
            Post = Post,
            Park = Park,
            Fail = Fail,
        };
        _parts.Commits.Start();
        _parts.Watch?.Start();
        foreach (var unfinished in store.ListUnfinished())
        {
            if (unfinished.DueAt is { } due)
            {
                timers.Set(unfinished.Id, due);
            }
            else
            {
                Post(unfinished.Id, LookSignal.Instance);
            }
        }
    }

    /// <summary>Does nothing any more, as if the process had ended; the store is not closed.</summary>
    internal async Task CrashAsync()
    {
        if (_parts is { } parts && Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            await HaltAsync(parts, new EngineStoppedException("The engine has been cut off."));
            _completion.TrySetResult();
        }
    }

    async Task HaltAsync(EngineParts parts, EngineStoppedException reason)
    {
        _halted = true;
        parts.Timers.Dispose();
        if (parts.Watch is { } watch)
        {
            await watch.DisposeAsync();
        }

        await parts.Commits.CloseAsync(reason);
        parts.Commits.Dispose();
        parts.Watchers.Fail(reason);
    }

    [SuppressMessage("Usage", "VSTHRD110", Justification = "An instance reports its own errors.")]
    void Post(string instanceId, Signal signal)
    {
        while (!_halted)
        {
            var instance = _instances.GetOrAdd(instanceId, static (id, parts) => new LiveInstance(id, parts), _parts!);
            if (instance.TryPost(signal, out var mustRun))
            {
                if (mustRun)
                {
                    _busy.Enter();
                    Task.Factory.StartNew(() => RunAsync(instance), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler ?? TaskScheduler.Default);
                }

                return;
            }

            _instances.TryRemove(new(instanceId, instance));
        }
    }

    async Task RunAsync(LiveInstance instance)
    {
        await instance.RunAsync();
        _busy.Exit();
    }

    void Deliver(IReadOnlyList<Delivery> deliveries)
    {
        for (var i = 0; i < deliveries.Count; i++)
        {
            var delivery = deliveries[i];
            Post(delivery.InstanceId, delivery.Event is null ? LookSignal.Instance : new MessageSignal(delivery));
        }
    }

    void Fail(Exception error)
    {
        if (_completion.TrySetException(error))
        {
            // What a store says of itself names cause and way out; of anything else, the trace is needed.
            LogFailed(_log, error is StoreException ? null : error, error.Message);
            _halted = true;
            _parts?.Watchers.Fail(new EngineStoppedException($"The engine has stopped because of an error: {error.Message}", error));
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The durable engine has started. Store: {Store}.")]
    static partial void LogStarted(ILogger log, string store);

    [LoggerMessage(2, LogLevel.Critical, "The durable engine cannot go on, so the host stops; everything acknowledged is kept. {Reason}")]
    static partial void LogFailed(ILogger log, Exception? error, string reason);
}
