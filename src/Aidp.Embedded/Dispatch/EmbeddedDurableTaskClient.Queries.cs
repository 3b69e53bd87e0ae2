using System.Globalization;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

sealed partial class EmbeddedDurableTaskClient
{
    /// <summary>The most instances of a page, whatever was asked for, so that it is held in memory without trouble; as many as a page of Azure tables has.</summary>
    const int MostPerPage = 1_000;

    public override Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(engine.Parts.Store.View(instanceId) is { } view ? Metadata(view, getInputsAndOutputs) : null);
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, status => status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, InstanceRow.IsFinal, getInputsAndOutputs, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var query = filter ?? new OrchestrationQuery();
        return Pageable.Create((token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var limit = Math.Clamp(size ?? query.PageSize, 1, MostPerPage);
            var found = engine.Parts.Store.List(
                new InstanceFilter(Position(token ?? query.ContinuationToken), limit)
                {
                    Statuses = [.. query.Statuses ?? []],
                    CreatedFrom = query.CreatedFrom?.UtcDateTime,
                    CreatedTo = query.CreatedTo?.UtcDateTime,
                    IdPrefix = query.InstanceIdPrefix,
                },
                query.FetchInputsAndOutputs);
            return Task.FromResult(new Page<OrchestrationMetadata>([.. found.Select(view => Metadata(view, query.FetchInputsAndOutputs))], Next(found, limit)));
        });
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var limit = Math.Clamp(pageSize, 1, MostPerPage);
        var found = engine.Parts.Store.List(
            new InstanceFilter(Position(lastInstanceKey), limit)
            {
                Statuses = [.. runtimeStatus ?? InstanceRow.Final],
                CompletedFrom = completedTimeFrom?.UtcDateTime,
                CompletedTo = completedTimeTo?.UtcDateTime,
            },
            withInputs: false);
        return Task.FromResult(new Page<string>([.. found.Select(view => view.Row.Id)], Next(found, limit)));
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        const int Batch = 100;
        ArgumentNullException.ThrowIfNull(filter);
        OrchestrationRuntimeStatus[] statuses = [.. (filter.Statuses?.ToArray() is { Length: > 0 } asked ? asked : InstanceRow.Final).Intersect(InstanceRow.Final)];
        var (purged, after) = (0, 0L);
        while (statuses.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var parts = engine.Parts;
            var found = parts.Store.List(
                new InstanceFilter(after, Batch) { Statuses = statuses, CreatedFrom = filter.CreatedFrom?.UtcDateTime, CreatedTo = filter.CreatedTo?.UtcDateTime },
                withInputs: false);
            var results = await Task.WhenAll(found.Select(view => parts.Commits.WriteAsync(new PurgeWrite(view.Row.Id, options?.Recursive ?? false))));
            purged += results.Sum(result => result.Count);
            if (found.Count < Batch)
            {
                break;
            }

            after = found[^1].Row.Key;
        }

        return new PurgeResult(purged, isComplete: true);
    }

    public override Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var history = engine.Parts.Store.History(instanceId) ?? throw new InstanceNotFoundException(instanceId);
        return Task.FromResult<IList<HistoryEvent>>([.. history]);
    }

    async Task<OrchestrationMetadata> WaitAsync(string instanceId, Func<OrchestrationRuntimeStatus, bool> wanted, bool withInputs, CancellationToken cancellation)
    {
        var parts = engine.Parts;
        await parts.Watchers.WaitAsync(instanceId, wanted, () => parts.Store.Find(instanceId)?.Status ?? throw new InstanceNotFoundException(instanceId), cancellation);
        return await GetInstanceAsync(instanceId, withInputs, cancellation) ?? throw new InstanceNotFoundException(instanceId);
    }

    static OrchestrationMetadata Metadata(InstanceView view, bool withInputs) => new(view.Row.Name, view.Row.Id)
    {
        RuntimeStatus = view.Row.Status,
        CreatedAt = new DateTimeOffset(view.Row.CreatedAt),
        LastUpdatedAt = new DateTimeOffset(view.Row.UpdatedAt),
        DataConverter = withInputs ? Converter : null,
        SerializedInput = withInputs ? view.Started?.Input : null,
        SerializedOutput = withInputs ? view.Texts.Output : null,
        SerializedCustomStatus = withInputs ? view.Texts.CustomStatus : null,
        FailureDetails = view.Texts.Failure,
        Tags = view.Started?.Tags?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(),
    };

    static long Position(string? token) => token is null
        ? 0
        : long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new ArgumentException($"'{token}' is not a continuation token of this host.", nameof(token));

    static string? Next(IReadOnlyList<InstanceView> found, int limit) => found.Count < limit ? null : found[^1].Row.Key.ToString(CultureInfo.InvariantCulture);
}
