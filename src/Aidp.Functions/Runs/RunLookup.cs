using Aidp.Functions.Api;
using Aidp.Orchestrations;
using Aidp.Orchestrations.Runs;

namespace Aidp.Functions.Runs;

/// <summary>Finds runs in the durable store.</summary>
sealed class RunLookup(DurableTaskClient client)
{
    /// <summary>The most runs of a page.</summary>
    public const int MostPerPage = 200;

    /// <summary>Finds a run.</summary>
    /// <exception cref="ApiProblemException">The id is not valid, or no run has it.</exception>
    public async Task<RunInstances> GetAsync(string id, CancellationToken cancellation)
    {
        if (!RunIds.IsValid(id))
        {
            throw ApiProblems.InvalidId(RunIds.Rule);
        }

        return await FindAsync(id, cancellation) ?? throw ApiProblems.RunNotFound(id);
    }

    /// <summary>Finds a run; null when no run has the id.</summary>
    public async Task<RunInstances?> FindAsync(string id, CancellationToken cancellation) =>
        await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation) is { Name: FunctionNames.AidpOrchestrator } run
            ? await WithLoopAsync(run, cancellation)
            : null;

    /// <summary>Finds a page of runs that pass a filter. A page may hold fewer runs than asked for although another one follows.</summary>
    public async Task<RunPage> PageAsync(RunFilter filter, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(
            Statuses: filter.RuntimeStatuses,
            InstanceIdPrefix: filter.IdPrefix,
            PageSize: filter.Limit * 2,
            FetchInputsAndOutputs: true,
            ContinuationToken: filter.After);
        var runs = new List<RunView>();
        await foreach (var page in client.GetAllInstancesAsync(query).AsPages(filter.After, filter.Limit * 2).WithCancellation(cancellation))
        {
            foreach (var run in page.Values.Where(instance => instance.Name == FunctionNames.AidpOrchestrator))
            {
                var view = RunViews.Of(await WithLoopAsync(run, cancellation));
                if (filter.Matches(view))
                {
                    runs.Add(view with { Loop = null, Result = null });
                }
            }

            if (page.ContinuationToken is null || runs.Count >= filter.Limit)
            {
                return new RunPage(runs, PageToken.Wrap(page.ContinuationToken));
            }
        }

        return new RunPage(runs, null);
    }

    async Task<RunInstances> WithLoopAsync(OrchestrationMetadata run, CancellationToken cancellation)
    {
        var child = run.SerializedCustomStatus is null ? null : run.ReadCustomStatusAs<RunDispatch>()?.Child;
        return new RunInstances(run, child is null ? null : await client.GetInstanceAsync(child, getInputsAndOutputs: true, cancellation));
    }
}
