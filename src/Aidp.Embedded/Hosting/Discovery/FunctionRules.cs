using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.Functions;
using Microsoft.AspNetCore.Http;

namespace Aidp.Embedded.Hosting;

/// <summary>What a method must be so that both hosts can run it.</summary>
static partial class FunctionRules
{
    /// <summary>The rules that a method breaks, each as the end of a sentence that began with its name.</summary>
    internal static IEnumerable<string> Check(MethodInfo method, string name, IReadOnlyList<FunctionTrigger> triggers)
    {
        if (!Names().IsMatch(name))
        {
            yield return "has a name that is not allowed: a letter, then letters, digits, '_' or '-', at most 128 in all.";
        }

        if (triggers.Count != 1)
        {
            yield return triggers.Count == 0
                ? "has no trigger: mark a parameter with [OrchestrationTrigger], [ActivityTrigger], [HttpTrigger] or [TimerTrigger]."
                : $"has {triggers.Count} triggers: a function has one; split the method.";
        }

        if (!method.IsPublic || method.DeclaringType is not { IsVisible: true })
        {
            yield return "is not public: the method and its class must be, or the Azure host does not find it.";
        }

        if (method.ContainsGenericParameters || (method.DeclaringType is { IsAbstract: true } && !method.IsStatic))
        {
            yield return "cannot be invoked: it is generic, or its class is abstract.";
        }

        if (method.ReturnType == typeof(void) && method.GetCustomAttribute<AsyncStateMachineAttribute>() is not null)
        {
            yield return "is async void, so nobody would see it end or fail: return Task.";
        }

        if (method.GetParameters().FirstOrDefault(parameter => parameter.ParameterType.IsByRef) is { } reference)
        {
            yield return $"takes '{reference.Name}' by reference, which no trigger can bind.";
        }

        foreach (var trigger in triggers)
        {
            if (WrongType(trigger) is { } expected)
            {
                yield return $"has its trigger on '{trigger.Parameter.Name}' of type {trigger.Parameter.ParameterType}, which must be {expected}.";
            }
        }
    }

    static string? WrongType(FunctionTrigger trigger)
    {
        var type = trigger.Parameter.ParameterType;
        return trigger switch
        {
            FunctionTrigger.Orchestration when type != typeof(TaskOrchestrationContext) => nameof(TaskOrchestrationContext),
            FunctionTrigger.Http when type != typeof(HttpRequest) => nameof(HttpRequest),
            FunctionTrigger.Timer when type != typeof(TimerInfo) => nameof(TimerInfo),
            FunctionTrigger.Activity when type == typeof(TaskActivityContext) => "the activity's input; take a FunctionContext as a further parameter",
            _ => null,
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$")]
    private static partial Regex Names();
}
