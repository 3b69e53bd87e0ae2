using Aidp.Embedded.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.Dispatch;

/// <summary>Runs orchestrations and activities durably: one engine owns one store.</summary>
public sealed class DurableEngine : IAsyncDisposable
{
    readonly EmbeddedDurableTaskClient _client = new();

    /// <summary>Makes an engine; it does nothing until it is started.</summary>
    public DurableEngine(FunctionRegistry functions, EmbeddedEngineOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
    }

    /// <summary>Starts orchestrations, looks at them and acts on them.</summary>
    public DurableTaskClient Client => _client;

    /// <summary>Ends when the engine has stopped, and fails when it had to stop because its store failed.</summary>
    public Task Completion { get; } = new TaskCompletionSource().Task;

    /// <summary>Opens the store and goes on with everything unfinished.</summary>
    public Task StartAsync(CancellationToken cancellation) => Completion.WaitAsync(TimeSpan.Zero, cancellation);

    /// <summary>Waits for running activities within the drain time, cancels and abandons the rest, and closes the store.</summary>
    public Task StopAsync(CancellationToken cancellation) => Completion.WaitAsync(TimeSpan.Zero, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
