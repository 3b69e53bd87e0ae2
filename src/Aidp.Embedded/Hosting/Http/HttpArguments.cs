using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Aidp.Embedded.Hosting;

/// <summary>Binds the request and its route values.</summary>
static class HttpArguments
{
    /// <summary>The source of a parameter; null when the route does not know it.</summary>
    internal static Func<FunctionCall, object?>? For(ParameterInfo parameter, FunctionMethod function, RoutePattern pattern)
    {
        if (function.IsTrigger(parameter))
        {
            return call => ((HttpContext)call.Trigger).Request;
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (pattern.GetParameter(parameter.Name!) is null || !IsText(type))
        {
            return null;
        }

        var missing = parameter.HasDefaultValue ? parameter.DefaultValue : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
        return call => ((HttpContext)call.Trigger).Request.RouteValues[parameter.Name!] is { } value ? Convert(value, type, parameter.Name!) : missing;
    }

    static bool IsText(Type type) => type == typeof(string) || (type.IsValueType && TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)));

    static object? Convert(object value, Type type, string name)
    {
        var text = System.Convert.ToString(value, CultureInfo.InvariantCulture)!;
        try
        {
            return type == typeof(string) ? text : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            throw new BadHttpRequestException($"'{name}' in the path is not a valid {type.Name}.", exception);
        }
    }
}
