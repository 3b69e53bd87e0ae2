using System.Reflection;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Hosting;

/// <summary>Makes an activity of a function.</summary>
sealed class ActivityBinding(IServiceScopeFactory scopes, DurableTaskClient client, DataConverter converter, FunctionTimeout timeout)
{
    internal ActivityInvoker Bind(FunctionMethod function)
    {
        var invoker = new FunctionInvoker(function, ArgumentSources.For(function, client, parameter => Source(function, parameter)));
        return (invocation, cancellation) => timeout.LimitAsync(function.Name, token => RunAsync(invoker, invocation, token), cancellation);
    }

    async Task<string?> RunAsync(FunctionInvoker invoker, ActivityInvocation invocation, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return converter.Serialize(await invoker.InvokeAsync(invocation, scope.ServiceProvider, cancellation));
    }

    Func<FunctionCall, object?>? Source(FunctionMethod function, ParameterInfo parameter)
    {
        if (function.IsTrigger(parameter))
        {
            return parameter.ParameterType == typeof(Functions.FunctionContext)
                ? null
                : call => converter.Deserialize(((ActivityInvocation)call.Trigger).Input, parameter.ParameterType);
        }

        return parameter.Name == "instanceId" && parameter.ParameterType == typeof(string)
            ? call => ((ActivityInvocation)call.Trigger).InstanceId
            : null;
    }
}
