using Aidp.Functions.Api;
using Microsoft.AspNetCore.Http;

namespace Aidp.Functions.Runs;

/// <summary>Which runs a list shows.</summary>
sealed record RunFilter
{
    static readonly string[] _known = ["status", "repository", "idPrefix", "limit", "after", "code"];

    static readonly Dictionary<string, RunState> _states = new(StringComparer.Ordinal)
    {
        ["pending"] = RunState.Pending,
        ["running"] = RunState.Running,
        ["waiting"] = RunState.Waiting,
        ["paused"] = RunState.Paused,
        ["cancelling"] = RunState.Cancelling,
        ["completed"] = RunState.Completed,
        ["failed"] = RunState.Failed,
        ["cancelled"] = RunState.Cancelled,
        ["no_changes"] = RunState.NoChanges,
        ["needs_input"] = RunState.NeedsInput,
    };

    /// <summary>Only runs that stand like this; empty for all.</summary>
    public IReadOnlySet<RunState> States { get; init; } = new HashSet<RunState>();

    /// <summary>Only runs on the repository at this place; null for all.</summary>
    public string? Repository { get; init; }

    /// <summary>Only runs whose id begins like this; null for all.</summary>
    public string? IdPrefix { get; init; }

    /// <summary>How many runs a page should have, 1 to 200. Default: 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page begins, as the host's store says it; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>The statuses that instances of such runs can have; null for all.</summary>
    public IEnumerable<OrchestrationRuntimeStatus>? RuntimeStatuses =>
        States.Count > 0 && States.All(state => state < RunState.Completed)
            // Of one that was terminated or failed, the loop may go on.
            ? [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended, OrchestrationRuntimeStatus.Terminated, OrchestrationRuntimeStatus.Failed]
            : null;

    /// <summary>Whether the list shows the run.</summary>
    public bool Matches(RunView run) =>
        (States.Count == 0 || States.Contains(run.Status)) && (Repository is null || run.Repository?.Location == Repository);

    /// <summary>Reads the filter from a query.</summary>
    /// <exception cref="ApiProblemException">A parameter is unknown or wrong.</exception>
    public static RunFilter From(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => !_known.Contains(key, StringComparer.Ordinal)) is { } unknown)
        {
            throw ApiProblems.InvalidRequest($"There is no parameter '{unknown}'. Known are status, repository, idPrefix, limit and after.");
        }

        return new()
        {
            States = query["status"].SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(State).ToHashSet(),
            Repository = One(query, "repository"),
            IdPrefix = One(query, "idPrefix"),
            Limit = QueryNumber.Read(query, "limit", 50, 1, RunLookup.MostPerPage),
            After = PageToken.Unwrap(One(query, "after")),
        };
    }

    static RunState State(string word) => _states.TryGetValue(word, out var state)
        ? state
        : throw ApiProblems.InvalidRequest($"There is no status '{word}'. Known are {string.Join(", ", _states.Keys)}.");

    static string? One(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [{ Length: > 0 } value] => value,
        _ => throw ApiProblems.InvalidRequest($"The parameter '{name}' takes one value."),
    };
}
