namespace Aidp.Embedded.DurableTask.Client;

/// <summary>Which orchestrations a query returns.</summary>
/// <param name="CreatedFrom">Made at this time or later.</param>
/// <param name="CreatedTo">Made at this time or earlier.</param>
/// <param name="Statuses">In one of these states; null or none means any.</param>
/// <param name="TaskHubNames">Ignored: there is one hub.</param>
/// <param name="InstanceIdPrefix">With an id that begins so.</param>
/// <param name="PageSize">The most instances on a page.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom status come along.</param>
/// <param name="ContinuationToken">Where to go on.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The size of a page when none is given.</summary>
    public const int DefaultPageSize = 100;
}
