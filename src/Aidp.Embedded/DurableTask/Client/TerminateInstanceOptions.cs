namespace Aidp.Embedded.DurableTask.Client;

/// <summary>How an instance is terminated.</summary>
/// <param name="Output">What it reports as its output.</param>
/// <param name="Recursive">Whether its sub-orchestrations end too.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
