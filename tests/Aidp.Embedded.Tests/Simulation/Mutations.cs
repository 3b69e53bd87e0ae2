using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>Engines that are broken in one way each, where they meet their store: the simulation must notice every one.</summary>
static class Mutations
{
    /// <summary>All of them, by what is wrong.</summary>
    public static IReadOnlyDictionary<string, SimulationSettings> All { get; } = new Dictionary<string, SimulationSettings>(StringComparer.Ordinal)
    {
        ["drops an event that it acknowledged"] = Forgets(write => write is MessageWrite { Message: EventRaisedEvent }),
        ["drops a start that it acknowledged"] = Forgets(write => write is StartWrite),
        ["drops a suspension that it acknowledged"] = Forgets(write => write is MessageWrite { Message: ExecutionSuspendedEvent }),
        ["forgets that an activity was lost"] = Forgets(write => write is LostWrite),
        ["swaps two events"] = Engines(random => (writes, commit) => commit(Swap(writes))),
        ["delivers a message twice"] = Engines(random => (writes, commit) => Deliver(commit(writes), deliveries => deliveries.Count > 0 && random.Chance(100) ? [.. deliveries, deliveries[^1]] : deliveries)),
        ["loses a wake-up"] = Engines(random => (writes, commit) => Deliver(commit(writes), deliveries => random.Chance(50) ? [] : deliveries)),
        ["keeps a message that was taken"] = Steps((step, random) => random.Chance(100) ? step with { Consumed = [] } : step),
        ["completes a task twice"] = Steps((step, random) => random.Chance(100) ? With(step, [.. step.Events.SelectMany(item => item is TaskCompletedEvent ? new[] { item, item } : [item])]) : step),
        ["forgets the completion of a task"] = Steps((step, random) => random.Chance(100) ? With(step, [.. step.Events.Where(item => item is not TaskCompletedEvent)]) : step),
        ["forgets a decision"] = Steps((step, random) => random.Chance(100) ? With(step, [.. step.Events.Where(item => item is not TaskScheduledEvent)]) : step),
        ["swaps two completions"] = Steps((step, _) => With(step, Swap(step.Events, item => item is TaskCompletedEvent or TaskFailedEvent))),
        ["loses a timer"] = Steps((step, random) => random.Chance(500) ? step with { Row = step.Row with { DueAt = null } } : step),
        ["forgets that activities run"] = Steps((step, random) => random.Chance(300) ? step with { Row = step.Row with { OpenActivities = 0 } } : step),
        ["forgets that an instance has ended"] = Steps((step, random) => step.Row.IsFinished && random.Chance(100) ? step with { Row = step.Row with { Status = OrchestrationRuntimeStatus.Running } } : step),
        ["commits a step without what follows from it"] = Steps((step, random) => random.Chance(100) ? step with { Then = [] } : step),
        ["terminates without the children"] = Steps((step, _) => step with { Then = [.. step.Then.Where(next => next is not ChildrenWrite)] }),
        ["drops the events that a generation leaves"] = Steps((step, _) => step.StartsAnew ? With(step, [step.Events[0]]) : step),
        ["forgets the custom status"] = Steps((step, random) => step.Texts is { } texts && random.Chance(200) ? step with { Texts = texts with { CustomStatus = null } } : step),
        ["writes to a store that it has lost"] = new() { SharesStore = true },
    };

    static SimulationSettings Engines(Func<SeededRandom, CommitMutation> mutation) => new() { Mutation = mutation };

    static SimulationSettings Steps(Func<StepWrite, SeededRandom, StepWrite> change) => Engines(random => (writes, commit) =>
        commit([.. writes.Select(write => write is StepWrite step ? change(step, random) : write)]));

    /// <summary>One write in ten of a kind is acknowledged and not done.</summary>
    static SimulationSettings Forgets(Predicate<StoreWrite> isSuch) => Engines(random => (writes, commit) =>
    {
        var kept = writes.Where(write => !isSuch(write) || !random.Chance(100)).ToHashSet();
        var outcome = commit([.. writes.Where(kept.Contains)]);
        var results = new Queue<WriteResult>(outcome.Results);
        return outcome with { Results = [.. writes.Select(write => kept.Contains(write) ? results.Dequeue() : new(WriteVerdict.Done))] };
    });

    static CommitOutcome Deliver(CommitOutcome outcome, Func<IReadOnlyList<Delivery>, IReadOnlyList<Delivery>> change) => outcome with { Deliveries = change(outcome.Deliveries) };

    static StepWrite With(StepWrite step, List<HistoryEvent> events) =>
        step with { Events = events, Row = step.Row with { Events = step.Row.Events + events.Count - step.Events.Count } };

    /// <summary>Two events for the same instance in the order in which they did not come.</summary>
    static List<StoreWrite> Swap(IReadOnlyList<StoreWrite> writes)
    {
        var swapped = writes.ToList();
        var first = swapped.FindIndex(write => write is MessageWrite { Message: EventRaisedEvent });
        var second = first < 0 ? -1 : swapped.FindIndex(first + 1, write => write is MessageWrite { Message: EventRaisedEvent } message && message.InstanceId == ((MessageWrite)swapped[first]).InstanceId);
        if (second > 0)
        {
            (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
        }

        return swapped;
    }

    static List<HistoryEvent> Swap(IReadOnlyList<HistoryEvent> events, Predicate<HistoryEvent> isSuch)
    {
        var swapped = events.ToList();
        if (swapped.FindIndex(isSuch) is var first and >= 0 && swapped.FindIndex(first + 1, isSuch) is var second and > 0)
        {
            (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
        }

        return swapped;
    }
}
