using System.Reflection;
using Aidp.Embedded.Functions;

namespace Aidp.Embedded.Hosting;

/// <summary>What makes a function run, and the parameter that says so.</summary>
/// <param name="Parameter">The parameter that carries the trigger's attribute.</param>
abstract record FunctionTrigger(ParameterInfo Parameter)
{
    /// <summary>A durable orchestration.</summary>
    internal sealed record Orchestration(ParameterInfo Parameter) : FunctionTrigger(Parameter);

    /// <summary>A call from an orchestration.</summary>
    internal sealed record Activity(ParameterInfo Parameter) : FunctionTrigger(Parameter);

    /// <summary>A request.</summary>
    internal sealed record Http(ParameterInfo Parameter, HttpTriggerAttribute Attribute) : FunctionTrigger(Parameter);

    /// <summary>A schedule.</summary>
    internal sealed record Timer(ParameterInfo Parameter, TimerTriggerAttribute Attribute) : FunctionTrigger(Parameter);

    /// <summary>The triggers among a method's parameters.</summary>
    internal static IEnumerable<FunctionTrigger> In(MethodInfo method) => method.GetParameters().SelectMany(In);

    static IEnumerable<FunctionTrigger> In(ParameterInfo parameter) => parameter.GetCustomAttributes().Select(attribute => attribute switch
    {
        OrchestrationTriggerAttribute => new Orchestration(parameter),
        ActivityTriggerAttribute => new Activity(parameter),
        HttpTriggerAttribute http => new Http(parameter, http),
        TimerTriggerAttribute timer => new Timer(parameter, timer),
        _ => (FunctionTrigger?)null,
    }).OfType<FunctionTrigger>();
}
