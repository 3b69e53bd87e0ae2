using Aidp.Functions.Api;
using Aidp.Orchestrations.Control;

namespace Aidp.Functions.Runs;

/// <summary>The body of <c>POST /api/runs/{id}/approvals</c>.</summary>
sealed record ApprovalBody
{
    /// <summary><c>approve</c> or <c>deny</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>The files, out of those that wait; all of them when it is left out.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The commit that was looked at; when something else waits by now, nothing is decided.</summary>
    public string? Commit { get; init; }

    /// <summary>Why, for the agent.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decides.</summary>
    public string? Author { get; init; }

    /// <summary>The signal, or the end of the request when it makes no sense.</summary>
    public ApprovalSignal ToSignal(string id)
    {
        var signal = new ApprovalSignal { Id = id, Author = Author, Decision = Decision, Files = Files, Commit = Commit, Reason = Reason };
        return signal.Problem() is { } problem ? throw ApiProblems.InvalidRequest($"The decision cannot be taken: {problem}.") : signal;
    }
}
