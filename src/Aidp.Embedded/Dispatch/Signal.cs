using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Dispatch;

/// <summary>A reason for an instance to take a step.</summary>
abstract record Signal;

/// <summary>A message is in the store.</summary>
sealed record MessageSignal(Delivery Delivery) : Signal;

/// <summary>An activity has ended; nothing of it is in the store.</summary>
/// <param name="ExecutionId">The execution that called it.</param>
/// <param name="Fence">The epoch in which it ran.</param>
/// <param name="Answer">A completion or a failure.</param>
sealed record AnswerSignal(string ExecutionId, long Fence, HistoryEvent Answer) : Signal;

/// <summary>Something may be due, or the instance is new.</summary>
sealed record LookSignal : Signal
{
    public static readonly LookSignal Instance = new();
}

/// <summary>The orchestrator's code ran, or wanted to, outside its turns.</summary>
/// <param name="ExecutionId">The execution whose code it was.</param>
sealed record EscapeSignal(string ExecutionId) : Signal;
