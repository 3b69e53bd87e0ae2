using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>An engine on a store of its own, which can be cut off and started again on the same store.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-engine-").FullName;
    readonly MemoryStore? _memory;
    FunctionRegistry _functions;
    readonly TimeProvider _time;
    readonly ILoggerFactory _loggers;
    SqliteStore? _file;
    DurableEngine? _engine;

    public EngineFixture(StoreKind kind, Eviction eviction, ToyFunctions functions, TimeProvider? time = null, Action<EmbeddedEngineOptions>? configure = null, ILoggerFactory? loggers = null)
    {
        _functions = functions.Registry;
        _time = time ?? TimeProvider.System;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _memory = kind == StoreKind.Memory ? new MemoryStore() : null;
        Options = new() { StorePath = Path.Combine(_folder, "store.db"), Eviction = eviction, DrainTime = TimeSpan.FromSeconds(10), AbandonTime = TimeSpan.Zero };
        configure?.Invoke(Options);
        Start();
    }

    public EmbeddedEngineOptions Options { get; }

    public DurableTaskClient Client => _engine!.Client;

    public string StorePath => Options.StorePath!;

    internal DurableEngine Engine => _engine!;

    /// <summary>Starts an engine on the store.</summary>
    public void Start()
    {
        _engine = new DurableEngine(_functions, Options, _time, _loggers);
        _file = _memory is null ? SqliteStore.Open(StorePath, syncAlways: false, Options.LargePayloadLength) : null;
        _engine.Start((OrchestrationStore?)_memory ?? _file!);
    }

    /// <summary>Cuts the engine off, as the end of its process would, and starts another one.</summary>
    public async Task RestartAsync()
    {
        await CutOffAsync();
        Start();
    }

    /// <summary>Cuts the engine off and starts another program on the store.</summary>
    public async Task RestartAsync(ToyFunctions functions, string program)
    {
        await CutOffAsync();
        (_functions, Options.Program) = (functions.Registry, program);
        Start();
    }

    /// <summary>Cuts the engine off, as the end of its process would.</summary>
    public async Task CutOffAsync()
    {
        await _engine!.CrashAsync();
        _file?.Crash();
        _engine = null;
    }

    /// <summary>Writes to the store while no engine runs, as one did that was cut off right after.</summary>
    internal void Write(params StoreWrite[] writes)
    {
        if (_memory is not null)
        {
            _memory.Commit(writes);
            return;
        }

        using var store = SqliteStore.Open(StorePath, syncAlways: false, Options.LargePayloadLength);
        store.Commit(writes);
        store.Crash();
    }

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, TestContext.Current.CancellationToken);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id) =>
        await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Waits until instances of an orchestrator have begun.</summary>
    public async Task UntilRunningAsync(string name, int count = 1) => await Eventually.GetAsync(
        async () =>
        {
            var running = 0;
            await foreach (var instance in Client.GetAllInstancesAsync())
            {
                running += instance.Name == name && instance.IsRunning ? 1 : 0;
            }

            return running;
        },
        running => running >= count);

    /// <summary>Waits until the history of an instance is as wanted.</summary>
    public async Task<List<HistoryEvent>> UntilAsync(string id, Predicate<List<HistoryEvent>> isWanted) =>
        await Eventually.GetAsync(async () => (await Client.GetOrchestrationHistoryAsync(id, TestContext.Current.CancellationToken)).ToList(), history => isWanted(history));

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
