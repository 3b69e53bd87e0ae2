namespace Aidp.Embedded.Functions;

/// <summary>Marks the input parameter of an activity.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : Attribute
{
    /// <summary>The name of the activity; null means the function's.</summary>
    public string? Activity { get; set; }
}
