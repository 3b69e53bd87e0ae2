using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>One engine from its start to its end, with all of its work, timers and hold on the store.</summary>
sealed class EngineLife
{
    readonly DurableEngine _engine;
    Task? _stop;

    public EngineLife(FunctionRegistry functions, EmbeddedEngineOptions options, VirtualClock clock, SimulatedStore store)
    {
        Time = clock.NewEngine();
        Store = store;
        _engine = new DurableEngine(functions, options, Time, NullLoggerFactory.Instance, Work);
        _engine.Start(store);
    }

    /// <summary>What is to be run.</summary>
    public VirtualScheduler Work { get; } = new();

    /// <summary>Its clocks.</summary>
    public VirtualClock.EngineTime Time { get; }

    /// <summary>Its hold on the store.</summary>
    public SimulatedStore Store { get; }

    /// <summary>Its client.</summary>
    public DurableTaskClient Client => _engine.Client;

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsStopping => _stop is not null;

    /// <summary>Whether it has stopped as it was asked to.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>Why it has failed; null while it has not.</summary>
    public Exception? Failure => _engine.Completion.Exception?.InnerException;

    /// <summary>Runs code as the engine's process would.</summary>
    public Task Run(Func<Task> code) => Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.DenyChildAttach, Work);

    /// <summary>Asks it to stop.</summary>
    public void Stop() => _stop = Run(async () =>
    {
        await _engine.StopAsync(CancellationToken.None);
        HasStopped = true;
    });

    /// <summary>Ends it without warning: nothing of it happens any more.</summary>
    public void Discard()
    {
        Work.Discard();
        Time.Discard();
    }
}
