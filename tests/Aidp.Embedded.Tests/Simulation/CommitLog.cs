using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Everything that a store took, in order, sorted by the instances that it was for.</summary>
sealed class CommitLog(Action<string>? trace)
{
    readonly Dictionary<string, Incarnation> _present = new(StringComparer.Ordinal);
    readonly Dictionary<long, Incarnation> _byKey = [];
    readonly List<Incarnation> _all = [];

    /// <summary>All instances that were ever made, also those in whose place others are now.</summary>
    public IReadOnlyList<Incarnation> All => _all;

    /// <summary>The number of commits.</summary>
    public int Commits { get; private set; }

    /// <summary>The number of activity calls that were lost with an engine and begun again.</summary>
    public int LostActivities { get; private set; }

    /// <summary>The instances that were purged, and those that may have been with them.</summary>
    public HashSet<string> Purged { get; } = new(StringComparer.Ordinal);

    /// <summary>What an id stands for now.</summary>
    public Incarnation? Find(string id) => _present.GetValueOrDefault(id);

    /// <summary>Notes a commit.</summary>
    public void Add(IReadOnlyList<StoreWrite> writes, CommitOutcome outcome, Func<string, ExecutionStartedEvent?> started)
    {
        Commits++;
        trace?.Invoke($"commit {Commits}");
        foreach (var write in writes)
        {
            trace?.Invoke($"  {CommitText.Describe(write)}");
            if (write is StepWrite step)
            {
                // By its number: a step in the commit that also replaces the instance is one of the instance before.
                var instance = _byKey[step.Row.Key];
                instance.Steps.Add(step);
                instance.EndedIn = step.Row.IsFinished ? Commits : null;
            }
            else if (write is LostWrite lost)
            {
                LostActivities += lost.Tasks.Count;
            }
            else if (write is PurgeWrite purge)
            {
                Purge(purge.InstanceId, purge.Recursive);
            }
        }

        foreach (var delivery in outcome.Deliveries)
        {
            trace?.Invoke($"  -> {delivery.InstanceId} {(delivery.Event is null ? "is new" : CommitText.Describe(delivery.Event))}");
            if (delivery.Event is not null)
            {
                _present[delivery.InstanceId].Messages.Add(delivery);
            }
            else
            {
                _all.Add(_present[delivery.InstanceId] = _byKey[delivery.Owner] = new(delivery.InstanceId, started(delivery.InstanceId), Commits));
            }
        }
    }

    void Purge(string id, bool recursive)
    {
        Purged.Add(id);
        foreach (var child in recursive ? _all.Where(instance => instance.Started?.Parent?.InstanceId == id).Select(instance => instance.Id).ToArray() : [])
        {
            Purge(child, recursive);
        }
    }
}

/// <summary>An instance from its start to the next start of the same id.</summary>
/// <param name="Id">The id.</param>
/// <param name="Started">The request; null when it was gone when it was looked for.</param>
/// <param name="MadeIn">The number of the commit that made it.</param>
sealed record Incarnation(string Id, ExecutionStartedEvent? Started, int MadeIn)
{
    /// <summary>The messages that were accepted for it, in order.</summary>
    public List<Delivery> Messages { get; } = [];

    /// <summary>Its steps, in order.</summary>
    public List<StepWrite> Steps { get; } = [];

    /// <summary>The number of the commit in which it ended.</summary>
    public int? EndedIn { get; set; }

    /// <summary>Its last step, if that ended it.</summary>
    public StepWrite? End => Steps is [.., { Row.IsFinished: true } last] ? last : null;
}
