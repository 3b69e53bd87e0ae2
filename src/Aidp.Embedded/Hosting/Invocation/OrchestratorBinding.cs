using System.Reflection;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Hosting;

/// <summary>Makes an orchestrator of a function.</summary>
static class OrchestratorBinding
{
    static readonly MethodInfo ReadMethod = typeof(OrchestratorBinding).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    internal static OrchestratorInvoker Bind(FunctionMethod function, IServiceScopeFactory scopes)
    {
        // The real host gives the input to one parameter only: the first that nothing else binds.
        var input = function.Method.GetParameters().FirstOrDefault(parameter => !function.IsTrigger(parameter)
            && parameter.ParameterType != typeof(Functions.FunctionContext)
            && parameter.ParameterType != typeof(CancellationToken)
            && !parameter.IsDefined(typeof(Functions.DurableClientAttribute)));
        var invoker = new FunctionInvoker(function, ArgumentSources.For(function, null, parameter =>
            function.IsTrigger(parameter) ? call => call.Trigger
            : parameter.Position == input?.Position ? InputOf(parameter)
            : null));
        return context => RunAsync(invoker, context, scopes);
    }

    // An orchestration that leaves memory between two events never ends its task: its scope is then left to the garbage collector.
    static async Task<object?> RunAsync(FunctionInvoker invoker, TaskOrchestrationContext context, IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await invoker.InvokeAsync(context, scope.ServiceProvider, CancellationToken.None);
    }

    static Func<FunctionCall, object?> InputOf(ParameterInfo parameter) =>
        ReadMethod.MakeGenericMethod(parameter.ParameterType).CreateDelegate<Func<FunctionCall, object?>>();

    static object? Read<T>(FunctionCall call) => ((TaskOrchestrationContext)call.Trigger).GetInput<T>();
}
