using Microsoft.Extensions.Logging;

namespace Aidp.Embedded.DurableTask;

/// <summary>All that an orchestrator may know and do; everything else would not be the same on replay.</summary>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>The name of the orchestrator.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of this instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The calling orchestration; null at the top.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The present time in UTC, the same on replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code runs through what has already happened.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>The version of this instance; null when it was started without one.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Where loggers come from.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input of this instance.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Sets the status that clients see while the instance runs.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>A GUID of version 5, the same on replay.</summary>
    public abstract Guid NewGuid();

    /// <summary>Starts anew with an empty history once the orchestrator returns.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Starts anew with an empty history once the orchestrator returns.</summary>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>Whether this instance's version is older (negative), the same (0) or newer (positive); no version is the oldest.</summary>
    public virtual int CompareVersionTo(string version) => VersionOrder.Compare(Version, version);
}
