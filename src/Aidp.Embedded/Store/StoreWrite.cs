using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Store;

/// <summary>A change to a store that happens wholly or not at all.</summary>
abstract record StoreWrite;

/// <summary>Makes an instance, in the place of a finished one of the same id.</summary>
/// <param name="Started">The request.</param>
/// <param name="Forbidden">The states of an existing instance that refuse it; an unfinished one always does.</param>
/// <param name="IfRefused">What is done instead.</param>
sealed record StartWrite(ExecutionStartedEvent Started, IReadOnlyCollection<OrchestrationRuntimeStatus> Forbidden, MessageWrite? IfRefused = null) : StoreWrite;

/// <summary>Leaves a message for an unfinished instance.</summary>
/// <param name="InstanceId">The receiver.</param>
/// <param name="Message">The event that becomes part of its history.</param>
/// <param name="Limit">The most messages that may wait, together with the events that the orchestrator has received and not waited for.</param>
/// <param name="ExecutionId">The only execution that it is for; null for any.</param>
sealed record MessageWrite(string InstanceId, HistoryEvent Message, int Limit = int.MaxValue, string? ExecutionId = null) : StoreWrite;

/// <summary>Leaves a message for every unfinished sub-orchestration of an instance.</summary>
/// <param name="ParentId">The caller.</param>
/// <param name="Message">The event.</param>
sealed record ChildrenWrite(string ParentId, HistoryEvent Message) : StoreWrite;

/// <summary>One step of an instance: what it received, what it decided and what follows.</summary>
/// <param name="Row">The instance after the step; its count of steps is one more than the stored one's.</param>
/// <param name="Events">The events of the step, in order.</param>
/// <param name="Consumed">The numbers of the messages that are now history.</param>
/// <param name="Then">What the step does to others; a refusal there does not undo it.</param>
sealed record StepWrite(InstanceRow Row, IReadOnlyList<HistoryEvent> Events, IReadOnlyList<long> Consumed, IReadOnlyList<StoreWrite> Then) : StoreWrite
{
    /// <summary>The texts, if they changed.</summary>
    public InstanceTexts? Texts { get; init; }

    /// <summary>Whether the history so far goes and the events begin a new one: the instance continued as new.</summary>
    public bool StartsAnew { get; init; }
}

/// <summary>Removes a finished instance and all that is stored with it.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Recursive">Whether its sub-orchestrations go too.</param>
sealed record PurgeWrite(string InstanceId, bool Recursive) : StoreWrite;

/// <summary>Notes which program runs the orchestrations from now on.</summary>
/// <param name="Program">The program.</param>
/// <param name="Held">The unfinished instances that it cannot go on with; they take the place of those noted before.</param>
sealed record TakeoverWrite(string Program, IReadOnlyList<HeldInstance> Held) : StoreWrite;

/// <summary>Notes answers that came too late; only the latest <see cref="Kept"/> are kept.</summary>
/// <param name="Answers">The answers.</param>
sealed record LateWrite(IReadOnlyList<LateAnswer> Answers) : StoreWrite
{
    /// <summary>How many are kept: enough to see a pattern, and a bound.</summary>
    public const int Kept = 1_000;
}

/// <summary>Notes that all of the store was read and found whole.</summary>
/// <param name="At">When, in UTC.</param>
sealed record VerifiedWrite(DateTime At) : StoreWrite;

/// <summary>Notes that activity calls were begun by an engine that ended before they did.</summary>
/// <param name="Key">The number of the calling instance.</param>
/// <param name="Tasks">The numbers of the calls.</param>
sealed record LostWrite(long Key, IReadOnlyList<int> Tasks) : StoreWrite;
