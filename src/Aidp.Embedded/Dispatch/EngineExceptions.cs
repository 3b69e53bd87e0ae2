using Aidp.Embedded.DurableTask.Client;

namespace Aidp.Embedded.Dispatch;

/// <summary>There is no instance of an id.</summary>
public sealed class InstanceNotFoundException(string instanceId)
    : Exception($"There is no orchestration with the id '{instanceId}'.")
{
    /// <summary>The id.</summary>
    public string InstanceId { get; } = instanceId;
}

/// <summary>The state of an instance forbids what was asked for.</summary>
public sealed class InstanceStateException(string instanceId, OrchestrationRuntimeStatus status, string message)
    : InvalidOperationException(message)
{
    /// <summary>The id.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The state.</summary>
    public OrchestrationRuntimeStatus Status { get; } = status;
}

/// <summary>The engine has stopped, or never started.</summary>
public sealed class EngineStoppedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
