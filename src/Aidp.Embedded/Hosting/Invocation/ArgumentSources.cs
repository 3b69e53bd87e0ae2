using System.Reflection;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>Where the arguments of a function come from, decided once when the host starts.</summary>
static class ArgumentSources
{
    /// <summary>A source for every parameter of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="client">What <c>[DurableClient]</c> gives; null where it is not allowed.</param>
    /// <param name="bind">Binds what only this trigger knows; null for what it does not know either.</param>
    /// <exception cref="InvalidFunctionsException">A parameter has none.</exception>
    internal static IReadOnlyList<Func<FunctionCall, object?>> For(FunctionMethod function, DurableTaskClient? client, Func<ParameterInfo, Func<FunctionCall, object?>?> bind) =>
        [.. function.Method.GetParameters().Select(parameter => bind(parameter) ?? Ordinary(parameter, client) ?? throw Unknown(function, parameter))];

    static Func<FunctionCall, object?>? Ordinary(ParameterInfo parameter, DurableTaskClient? client)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return call => call.Context;
        }

        if (client is null)
        {
            return null;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return call => call.Context.CancellationToken;
        }

        return parameter.ParameterType == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute)) ? _ => client : null;
    }

    static InvalidFunctionsException Unknown(FunctionMethod function, ParameterInfo parameter) => new(
    [
        $"Function '{function.Name}' ({function.Label}) takes '{parameter.Name}' of type {parameter.ParameterType}, which its trigger cannot bind: "
            + function.Trigger switch
            {
                FunctionTrigger.Orchestration => "an orchestrator takes its context, one input and a FunctionContext.",
                FunctionTrigger.Activity => "an activity takes its input, 'string instanceId', [DurableClient] DurableTaskClient, FunctionContext and CancellationToken.",
                FunctionTrigger.Http => "an HTTP function takes the request, its route values by name, [DurableClient] DurableTaskClient, FunctionContext and CancellationToken.",
                _ => "a timer function takes its TimerInfo, [DurableClient] DurableTaskClient, FunctionContext and CancellationToken.",
            },
    ]);
}
