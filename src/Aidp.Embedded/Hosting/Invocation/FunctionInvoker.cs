using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Aidp.Embedded.Hosting;

/// <summary>Calls the method of a function: its class is made for each call from the services of the call's scope.</summary>
sealed class FunctionInvoker
{
    readonly MethodInvoker _method;
    readonly ObjectFactory? _create;
    readonly IReadOnlyList<Func<FunctionCall, object?>> _arguments;
    readonly ReturnValue _result;

    internal FunctionInvoker(FunctionMethod function, IReadOnlyList<Func<FunctionCall, object?>> arguments)
    {
        Definition = new(function);
        _method = MethodInvoker.Create(function.Method);
        _create = function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);
        _arguments = arguments;
        _result = ReturnValue.Of(function.Method.ReturnType);
    }

    internal EmbeddedFunctionDefinition Definition { get; }

    /// <summary>Calls the method and waits for its result; null for a method that has none.</summary>
    internal async Task<object?> InvokeAsync(object trigger, IServiceProvider services, CancellationToken cancellation)
    {
        var call = new FunctionCall(new EmbeddedFunctionContext(Definition, services, cancellation), trigger);
        var arguments = new object?[_arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](call);
        }

        var target = _create?.Invoke(services, null);
        try
        {
            return await _result.ReadAsync(_method.Invoke(target, arguments.AsSpan()));
        }
        finally
        {
            await DisposeAsync(target);
        }
    }

    static async ValueTask DisposeAsync(object? target)
    {
        if (target is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else
        {
            (target as IDisposable)?.Dispose();
        }
    }
}
