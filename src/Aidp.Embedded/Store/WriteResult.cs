using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>What became of a write.</summary>
enum WriteVerdict
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There is no such instance.</summary>
    NotFound,

    /// <summary>The state of the instance forbids it.</summary>
    Refused,

    /// <summary>Too many messages wait.</summary>
    Full,
}

/// <summary>What became of a write.</summary>
/// <param name="Verdict">Whether it was done.</param>
/// <param name="Status">The state of the instance that refused it.</param>
/// <param name="Count">The number of instances removed.</param>
/// <param name="Bytes">The size of the history after a step, in bytes.</param>
/// <param name="Full">The instances for which a step had an event that found no room, once for each event; null when there were none.</param>
readonly record struct WriteResult(WriteVerdict Verdict, OrchestrationRuntimeStatus Status = default, int Count = 0, long Bytes = 0, IReadOnlyList<string>? Full = null);

/// <summary>A message that an instance has now, or only a reason to look after itself when there is no event.</summary>
/// <param name="InstanceId">The receiver.</param>
/// <param name="Owner">The number of the receiver in the store: another instance of the same id has another one.</param>
/// <param name="Key">The number of the message, which grows in the order of the commits.</param>
/// <param name="Event">The event; null when the instance was made.</param>
readonly record struct Delivery(string InstanceId, long Owner, long Key, HistoryEvent? Event);

/// <summary>What a commit did.</summary>
/// <param name="Results">One for each write.</param>
/// <param name="Deliveries">Who has something to do now.</param>
sealed record CommitOutcome(IReadOnlyList<WriteResult> Results, IReadOnlyList<Delivery> Deliveries);

/// <summary>All that is needed to go on with an instance.</summary>
/// <param name="Row">The instance.</param>
/// <param name="CustomStatus">Its custom status.</param>
/// <param name="History">Its history.</param>
/// <param name="Messages">What waits for it.</param>
/// <param name="Lost">How often each of its activity calls was lost with an engine; calls that never were are not in it.</param>
sealed record InstanceImage(InstanceRow Row, string? CustomStatus, IReadOnlyList<HistoryEvent> History, IReadOnlyList<Delivery> Messages, IReadOnlyDictionary<int, int> Lost);

/// <summary>An instance as clients see it.</summary>
/// <param name="Row">The instance.</param>
/// <param name="Started">Its request, if it was asked for.</param>
/// <param name="Texts">Its texts.</param>
sealed record InstanceView(InstanceRow Row, ExecutionStartedEvent? Started, InstanceTexts Texts);

/// <summary>An instance that has something to do when an engine starts.</summary>
/// <param name="Id">The id.</param>
/// <param name="DueAt">When; null means at once.</param>
readonly record struct Unfinished(string Id, DateTime? DueAt);
