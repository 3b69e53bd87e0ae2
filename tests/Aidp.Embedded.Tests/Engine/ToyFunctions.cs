using System.Text.Json;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;

namespace Aidp.Embedded.Tests.Engine;

/// <summary>Orchestrators and activities of a test, written as lambdas.</summary>
public sealed class ToyFunctions
{
    /// <summary>The functions as an engine takes them.</summary>
    public FunctionRegistry Registry { get; } = new();

    public ToyFunctions Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        Registry.AddOrchestrator(name, context => run(context));
        return this;
    }

    public ToyFunctions Activity<TInput, TResult>(string name, Func<TInput?, CancellationToken, Task<TResult>> run)
    {
        Registry.AddActivity(name, async (call, cancellation) =>
            JsonSerializer.Serialize(await run(call.Input is null ? default : JsonSerializer.Deserialize<TInput>(call.Input), cancellation)));
        return this;
    }

    public ToyFunctions Activity<TInput, TResult>(string name, Func<TInput?, TResult> run) => Activity<TInput, TResult>(name, (input, _) => Task.FromResult(run(input)));
}
