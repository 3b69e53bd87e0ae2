using System.Text.Json;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Guard;
using Aidp.Functions.Api;
using Aidp.Orchestrations.Control;
using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;
using Aidp.Orchestrations.WorkLoop;

namespace Aidp.Functions.Runs;

/// <summary>Derives from the history of a work loop what guards it: neither policy nor lists of files fit into its status.</summary>
static class RunGuard
{
    /// <summary>The policy as it holds from the next judgement on.</summary>
    public static GuardPolicyView PolicyOf(GuardSettings initial, IEnumerable<HistoryEvent> history)
    {
        var (policy, changes) = (initial, new List<GuardChangeView>());
        foreach (var raised in Raised(history, SignalNames.UpdateGuardPolicy))
        {
            if (Read(SignalNames.UpdateGuardPolicy, raised) is { Problem: null, Guard: { } change } signal)
            {
                policy = change.Over(policy);
                changes.Add(new(signal.Id, signal.Author, DateTime.SpecifyKind(raised.Timestamp, DateTimeKind.Utc)));
            }
        }

        return new(policy, GuardSettings.Protected, changes);
    }

    /// <summary>The files that wait for a person, as the run's status counts them.</summary>
    public static async Task<ApprovalList> AwaitingAsync(LoopStatus? status, IReadOnlyList<HistoryEvent> history, ArtifactStore artifacts, CancellationToken cancellation)
    {
        if (status?.Approval is not { } approval)
        {
            return new([], null, null);
        }

        var known = await DetailsAsync(approval, artifacts, cancellation);
        var details = known.ToDictionary(file => file.File, StringComparer.Ordinal);
        return new([.. Undecided(approval.Commit, history).Select(file => details.GetValueOrDefault(file) ?? new(file, "changed", null, null))], approval.Commit, approval.Since);
    }

    static IReadOnlyList<string> Undecided(string commit, IReadOnlyList<HistoryEvent> history)
    {
        IReadOnlyList<string> waiting = [];
        foreach (var e in SignalHistory.WithoutRepeats(history))
        {
            if (e is TaskCompletedEvent done && DurableJson.Read<Judged>(done.Result)?.Guard is { } findings && findings.Commit == commit)
            {
                waiting = findings.Awaiting;
            }
            else if (e is EventRaisedEvent raised && IsNamed(raised, SignalNames.Approve) && Read(SignalNames.Approve, raised) is { Problem: null, Approval: { } decision })
            {
                waiting = [.. waiting.Except(decision.Among(waiting, commit) ?? [], StringComparer.Ordinal)];
            }
        }

        return waiting;
    }

    static async Task<IReadOnlyList<AwaitingFile>> DetailsAsync(ApprovalStatus approval, ArtifactStore artifacts, CancellationToken cancellation) =>
        approval.Artifact is { } name && ArtifactName.TryParse(name) is { } artifact && await artifacts.ReadTextAsync(artifact, cancellationToken: cancellation) is { } text
            ? JsonSerializer.Deserialize<GuardRecord>(text, ApiJson.Tolerant)?.Awaiting ?? []
            : [];

    static IEnumerable<EventRaisedEvent> Raised(IEnumerable<HistoryEvent> history, string name) => SignalHistory.WithoutRepeats(history).OfType<EventRaisedEvent>().Where(raised => IsNamed(raised, name));

    static bool IsNamed(EventRaisedEvent raised, string name) => name.Equals(raised.Name, StringComparison.OrdinalIgnoreCase);

    static ReceivedSignal Read(string name, EventRaisedEvent raised) => ReceivedSignal.Read(name, DurableJson.Read<object>(raised.Input) as JsonElement?);

    /// <summary>What the results of steps that judge have in common.</summary>
    sealed record Judged(GuardFindings? Guard);
}
