namespace Aidp.Embedded.Functions;

/// <summary>Marks the request parameter of a function that answers HTTP.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : Attribute
{
    /// <summary>Answers every method, with a function key.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>Answers these methods, with a function key.</summary>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>Answers every method at a level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>Answers these methods at a level.</summary>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>Which key a request must carry.</summary>
    public AuthorizationLevel AuthLevel { get; }

    /// <summary>The methods that are answered; null means all.</summary>
    public string[]? Methods { get; }

    /// <summary>The route below <c>api/</c>; null means the function's name.</summary>
    public string? Route { get; set; }
}
