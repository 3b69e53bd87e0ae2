namespace Aidp.Embedded.Functions;

/// <summary>Marks a parameter that takes the durable client.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : Attribute
{
    /// <summary>Ignored: there is one hub.</summary>
    public string? TaskHub { get; set; }

    /// <summary>Ignored: there is one store.</summary>
    public string? ConnectionName { get; set; }
}
