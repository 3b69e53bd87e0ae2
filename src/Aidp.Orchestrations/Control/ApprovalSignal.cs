using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Control;

/// <summary>The payload of <see cref="SignalNames.Approve"/>.</summary>
public sealed record ApprovalSignal
{
    /// <summary>The word that approves.</summary>
    public const string Approve = "approve";

    /// <summary>The word that denies: the change is undone.</summary>
    public const string Deny = "deny";

    /// <summary>The longest reason, in characters.</summary>
    public const int MostReasonCharacters = 200;

    /// <summary>Chosen by the sender to find its signal in <see cref="WorkLoop.LoopStatus.Signals"/>; at most 40 characters are kept.</summary>
    public string? Id { get; init; }

    /// <summary>Who decided; at most 60 characters are kept.</summary>
    public string? Author { get; init; }

    /// <summary><see cref="Approve"/> or <see cref="Deny"/>.</summary>
    public required string Decision { get; init; }

    /// <summary>The files that are decided about, out of those that wait; null for all of them.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The commit that was looked at (<see cref="WorkLoop.ApprovalStatus.Commit"/>): when something else waits by now, nothing is decided. Null for whatever waits.</summary>
    public string? Commit { get; init; }

    /// <summary>Why, for the agent; at most <see cref="MostReasonCharacters"/> characters.</summary>
    public string? Reason { get; init; }

    /// <summary>The files that this decides about, out of those that wait at a commit; null when it is about something else.</summary>
    public IReadOnlyList<string>? Among(IReadOnlyList<string> waiting, string commit) =>
        waiting.Count == 0 || (Commit is { } seen && seen != commit) ? null
        : Files is null ? waiting
        : Files.All(file => waiting.Contains(file, StringComparer.Ordinal)) ? [.. waiting.Where(file => Files.Contains(file, StringComparer.Ordinal))]
        : null;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Problem() => this switch
    {
        { Decision: not (Approve or Deny) } => "the decision is neither approve nor deny",
        { Files: { } files } when files.Count is 0 or > GuardFindings.MostAwaiting || files.Any(string.IsNullOrEmpty) => "the list of files is empty, too long, or has an empty name",
        { Reason.Length: > MostReasonCharacters } => "the reason is too long",
        _ => null,
    };
}
