using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>What a step received.</summary>
/// <param name="now">The time of the step, in UTC.</param>
sealed class Received(DateTime now)
{
    readonly HashSet<int> _tasks = [];

    /// <summary>The time of the step, in UTC.</summary>
    public DateTime Now { get; } = now;

    /// <summary>The events, in the order in which they came.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>The messages, also those that no longer matter, in the order in which they came.</summary>
    public List<Delivery> Messages { get; } = [];

    /// <summary>The numbers of the activity calls that were answered.</summary>
    public List<int> Answered { get; } = [];

    /// <summary>The decisions that were answered, and the answers; only while somebody listens to traces.</summary>
    public List<(HistoryEvent Decision, HistoryEvent Answer)> Pairs { get; } = [];

    /// <summary>Whether nothing came.</summary>
    public bool IsEmpty => Events.Count == 0 && Messages.Count == 0;

    /// <summary>Adds an event; one that answers a task is refused when the task does not await it.</summary>
    public bool TryAdd(HistoryEvent news, OrchestrationExecution execution)
    {
        if (OrchestrationExecution.TaskIdOf(news) is { } task && !(execution.Awaits(task) && _tasks.Add(task)))
        {
            return false;
        }

        if (Traces.IsHeard && OrchestrationExecution.TaskIdOf(news) is { } answered && execution.DecisionOf(answered) is { } decision)
        {
            Pairs.Add((decision, news));
        }

        Events.Add(news);
        return true;
    }
}
