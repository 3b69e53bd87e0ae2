namespace Aidp.Embedded.Functions;

/// <summary>Marks the context parameter of an orchestrator.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : Attribute
{
    /// <summary>The name of the orchestrator; null means the function's.</summary>
    public string? Orchestration { get; set; }
}
