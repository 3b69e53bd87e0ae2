using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>An engine on a store of its own, which can be cut off and started again on the same store.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("aidp-engine-").FullName;
    readonly MemoryStore? _memory;
    SqliteStore? _file;
    DurableEngine? _engine;

    public EngineFixture(StoreKind kind, Eviction eviction = Eviction.AtEveryAwait)
    {
        _memory = kind == StoreKind.Memory ? new MemoryStore() : null;
        Options = new() { StorePath = Path.Combine(_folder, "store.db"), Eviction = eviction, DrainTime = TimeSpan.FromSeconds(10), AbandonTime = TimeSpan.Zero };
    }

    public FunctionRegistry Functions { get; } = new();

    public EmbeddedEngineOptions Options { get; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public DurableTaskClient Client => _engine!.Client;

    public string StorePath => Options.StorePath!;

    internal DurableEngine Engine => _engine!;

    public EngineFixture Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        Functions.AddOrchestrator(name, context => run(context));
        return this;
    }

    public EngineFixture Activity<TInput, TResult>(string name, Func<TInput?, CancellationToken, Task<TResult>> run)
    {
        Functions.AddActivity(name, async (call, cancellation) =>
            JsonSerializer.Serialize(await run(call.Input is null ? default : JsonSerializer.Deserialize<TInput>(call.Input), cancellation)));
        return this;
    }

    public EngineFixture Activity<TInput, TResult>(string name, Func<TInput?, TResult> run) => Activity<TInput, TResult>(name, (input, _) => Task.FromResult(run(input)));

    /// <summary>Starts an engine on the store.</summary>
    public EngineFixture Start()
    {
        _engine = new DurableEngine(Functions, Options, Time, NullLoggerFactory.Instance);
        _file = _memory is null ? SqliteStore.Open(StorePath, syncAlways: false, Options.LargePayloadLength) : null;
        _engine.Start((OrchestrationStore?)_memory ?? _file!);
        return this;
    }

    /// <summary>Cuts the engine off, as the end of its process would, and starts another one.</summary>
    public async Task RestartAsync()
    {
        await CutOffAsync();
        Start();
    }

    /// <summary>Cuts the engine off, as the end of its process would.</summary>
    public async Task CutOffAsync()
    {
        await _engine!.CrashAsync();
        _file?.Crash();
        _engine = null;
    }

    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, TestContext.Current.CancellationToken);
        return await EndAsync(id);
    }

    public async Task<OrchestrationMetadata> EndAsync(string id) =>
        await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
