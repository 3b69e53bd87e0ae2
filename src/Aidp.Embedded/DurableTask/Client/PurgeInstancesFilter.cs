namespace Aidp.Embedded.DurableTask.Client;

/// <summary>Which finished instances are purged.</summary>
/// <param name="CreatedFrom">Made at this time or later.</param>
/// <param name="CreatedTo">Made at this time or earlier.</param>
/// <param name="Statuses">In one of these states; null or none means any final one.</param>
public record PurgeInstancesFilter(DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
