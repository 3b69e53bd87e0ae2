using System.Reflection;

namespace Aidp.Embedded.Hosting;

/// <summary>How the result of a method of some return type is read: now, or once its task has ended.</summary>
sealed class ReturnValue
{
    readonly Func<object, Task>? _task;
    readonly MethodInfo? _value;

    ReturnValue(Func<object, Task>? task, MethodInfo? value)
    {
        _task = task;
        _value = value;
    }

    internal static ReturnValue Of(Type type)
    {
        if (type == typeof(ValueTask))
        {
            return new(result => ((ValueTask)result).AsTask(), null);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            var asTask = type.GetMethod(nameof(ValueTask<>.AsTask))!;
            return new(result => (Task)asTask.Invoke(result, null)!, asTask.ReturnType.GetProperty(nameof(Task<>.Result))!.GetMethod);
        }

        // What an async method returns is a Task<T> of a private type even where it declares none, so the declared type decides.
        return typeof(Task).IsAssignableFrom(type)
            ? new(result => (Task)result, type.GetProperty(nameof(Task<>.Result))?.GetMethod)
            : new(null, null);
    }

    internal async Task<object?> ReadAsync(object? result)
    {
        if (_task is null || result is null)
        {
            return result;
        }

        var task = _task(result);
        await task;
        return _value?.Invoke(task, null);
    }
}
