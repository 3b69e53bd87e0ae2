using System.Reflection;

namespace Aidp.Embedded.Hosting;

/// <summary>A method that is a function.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Method">The method.</param>
/// <param name="Trigger">What makes it run.</param>
sealed record FunctionMethod(string Name, MethodInfo Method, FunctionTrigger Trigger)
{
    /// <summary>The method as messages name it.</summary>
    public string Label => Describe(Method);

    /// <summary>Whether a parameter of the method is the one with the trigger; two reflections of one parameter need not be the same object.</summary>
    internal bool IsTrigger(ParameterInfo parameter) => parameter.Position == Trigger.Parameter.Position;

    internal static string Describe(MethodInfo method) => $"{method.DeclaringType?.FullName}.{method.Name}";
}
