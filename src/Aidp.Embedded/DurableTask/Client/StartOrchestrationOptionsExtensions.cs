namespace Aidp.Embedded.DurableTask.Client;

/// <summary>Sets dedupe statuses by their values instead of by their names.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <summary>The same options with the states of an existing instance that forbid a new one of the same id.</summary>
    public static StartOrchestrationOptions WithDedupeStatuses(this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses) =>
        options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
}
