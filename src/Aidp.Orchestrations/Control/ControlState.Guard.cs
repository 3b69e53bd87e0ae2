using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.Control;

sealed partial record ControlState
{
    /// <summary>The most decisions that are kept: an older one is forgotten, and its files wait anew.</summary>
    public const int MostDecisions = 50;

    /// <summary>The guard policy that holds from the next judgement on.</summary>
    public GuardSettings Guard { get; init; } = new();

    /// <summary>How often it was changed.</summary>
    public int GuardRevision { get; init; }

    /// <summary>What people decided about files, the oldest first.</summary>
    public IReadOnlyList<GuardDecision> Decisions { get; init; } = [];

    /// <summary>The files that wait for a person; null when none do.</summary>
    public ApprovalRequest? Approval { get; init; }

    /// <summary>What the next step is judged by.</summary>
    public GuardPolicy Policy => new() { Settings = Guard, Decisions = Decisions };

    /// <summary>Files begin to wait.</summary>
    public ControlState Asking(GuardFindings findings, DateTime at) =>
        this with { Approval = new(findings.Commit, findings.Awaiting, findings.Artifact, at, PausedTime) };

    /// <summary>They no longer wait, whether they were decided about or not. The time that the run waited for a person is not the run's.</summary>
    public ControlState Asked(DateTime at)
    {
        if (Approval is not { } request)
        {
            return this;
        }

        var paused = PausedTime - request.PausedBefore + (Paused?.Since is { } since ? at - since : TimeSpan.Zero);
        var waited = at - request.Since - paused;
        return this with { Approval = null, PausedTime = PausedTime + (waited > TimeSpan.Zero ? waited : TimeSpan.Zero) };
    }

    /// <summary>Something was judged by the policy as it is now.</summary>
    public ControlState Judged(int iteration) => Done(SignalNames.UpdateGuardPolicy, iteration);

    string? ApprovalObjection(ApprovalSignal signal) => (Approval, signal) switch
    {
        (null or { Files.Count: 0 }, _) => SignalTable.NothingAwaited,
        ({ Commit: var commit }, { Commit: { } seen }) when seen != commit => "something else waits by now: look again",
        ({ Files: var files, Commit: var commit }, _) when signal.Among(files, commit) is null =>
            $"'{BoundedText.Cut(signal.Files!.First(file => !files.Contains(file, StringComparer.Ordinal)), 60)}' does not wait for approval",
        _ => null,
    };

    ControlState Decided(ReceivedSignal signal)
    {
        var (request, decision) = (Approval!, signal.Approval!);
        var files = decision.Among(request.Files, request.Commit)!;
        var reason = BoundedText.Cut(decision.Reason, ApprovalSignal.MostReasonCharacters);
        return this with
        {
            Decisions = [.. Decisions.TakeLast(MostDecisions - 1), new(request.Commit, files, decision.Decision == ApprovalSignal.Approve, signal.Author, reason)],
            Approval = request with { Files = [.. request.Files.Except(files, StringComparer.Ordinal)] },
        };
    }
}
