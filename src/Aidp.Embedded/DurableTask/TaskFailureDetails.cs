using System.Text.Json.Serialization;

namespace Aidp.Embedded.DurableTask;

/// <summary>A failure as data, so that it can be stored and crosses from a task to its caller.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown, if known.</param>
/// <param name="InnerFailure">What caused it, if anything did.</param>
/// <param name="Properties">Further facts; null as a rule.</param>
public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>Causes of causes that are kept: the first ones, and the last one. A store and its JSON have an end.</summary>
    const int MostLevels = 16;

    /// <summary>Whether retrying cannot help, as for a task that does not exist.</summary>
    [JsonInclude]
    internal bool IsNonRetriable { get; init; }

    /// <summary>Describes an exception and its inner ones.</summary>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FromException(exception, MostLevels);
    }

    static TaskFailureDetails FromException(Exception exception, int levels)
    {
        var inner = exception switch
        {
            TaskFailedException task => task.FailureDetails.Within(levels - 1),
            { InnerException: { } cause } => FromException(levels > 2 ? cause : cause.GetBaseException(), levels - 1),
            _ => null,
        };
        return new(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, null);
    }

    /// <summary>The same failure, with the last cause in the place of those that are too many.</summary>
    TaskFailureDetails Within(int levels)
    {
        if (levels > 1)
        {
            return InnerFailure is { } inner ? this with { InnerFailure = inner.Within(levels - 1) } : this;
        }

        var last = this;
        while (last.InnerFailure is { } inner)
        {
            last = inner;
        }

        return last;
    }

    /// <summary>Whether the failure is of an exception type or of one derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure is of an exception type or of one derived from it.</summary>
    /// <exception cref="ArgumentException">The type is not an exception.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return ErrorType == targetBaseExceptionType.FullName || targetBaseExceptionType.IsAssignableFrom(FindErrorType(targetBaseExceptionType));
    }

    /// <summary>The same failure, or, when it has more characters than a payload may have, the beginning of its message.</summary>
    internal TaskFailureDetails Bounded(int most)
    {
        var length = 0L;
        for (var part = this; part is not null; part = part.InnerFailure)
        {
            length += part.ErrorMessage.Length + (part.StackTrace?.Length ?? 0);
        }

        return length <= most ? this : new(ErrorType, $"{ErrorMessage.AsSpan(0, Math.Min(ErrorMessage.Length, most))} [cut off]", null, null, null) { IsNonRetriable = IsNonRetriable };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    Type? FindErrorType(Type target) => string.IsNullOrEmpty(ErrorType)
        ? null
        : Type.GetType(ErrorType, throwOnError: false)
            ?? target.Assembly.GetType(ErrorType, throwOnError: false)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType, throwOnError: false)).FirstOrDefault(type => type is not null);
}
