using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>What every instance's steps must be, whatever its program.</summary>
static class StepChecks
{
    /// <exception cref="ViolationException">They are not.</exception>
    public static void Check(Incarnation instance)
    {
        var id = instance.Id;
        Require(instance.Started is not null, $"nobody asked for '{id}'");
        Require(instance.Steps.Count(step => step.Row.IsFinished) == 1 && instance.End is not null, $"'{id}' did not end exactly once, and last");
        CheckMessages(instance);
        foreach (var execution in Executions.Of(instance))
        {
            CheckAnswers(id, execution.Events);
        }
    }

    /// <summary>Each step has the number that follows that of the one before, and counts its events.</summary>
    /// <exception cref="ViolationException">One has not.</exception>
    public static void CheckNumbers(Incarnation instance)
    {
        var (steps, events, execution) = (1, 1, instance.Started!.ExecutionId);
        foreach (var step in instance.Steps)
        {
            if (step.StartsAnew)
            {
                Require(step.Row.ExecutionId != execution, $"a new generation of '{instance.Id}' has the execution id of the old one");
                (steps, events, execution) = (0, 0, step.Row.ExecutionId);
            }

            Require(step.Row.ExecutionId == execution && step.Row.Steps == ++steps && step.Row.Events == (events += step.Events.Count), $"step {steps} of '{instance.Id}' does not follow the one before");
        }
    }

    /// <summary>Messages are taken in order, each once, and what they say is in the history.</summary>
    static void CheckMessages(Incarnation instance)
    {
        var taken = instance.Steps.SelectMany(step => step.Consumed).ToList();
        Require(taken.SequenceEqual(instance.Messages.Select(message => message.Key).Take(taken.Count)), $"'{instance.Id}' took its messages {string.Join(' ', taken)} in another order than they came: {string.Join(' ', instance.Messages.Select(message => message.Key))}");
        var next = 0;
        foreach (var step in instance.Steps)
        {
            var came = instance.Messages.Skip(next).Take(step.Consumed.Count).Select(message => message.Event!).Where(IsNews).Select(Executions.Text);
            next += step.Consumed.Count;
            Require(step.StartsAnew || came.SequenceEqual(step.Events.Where(IsNews).Select(Executions.Text)), $"step {step.Row.Steps} of '{instance.Id}' does not record what it took");
        }
    }

    static bool IsNews(HistoryEvent item) => item is EventRaisedEvent or ExecutionSuspendedEvent or ExecutionResumedEvent or ExecutionTerminatedEvent;

    /// <summary>Each decision has its own number, and is answered by the right kind of answer, at most once, and not before its time.</summary>
    static void CheckAnswers(string id, IReadOnlyList<HistoryEvent> history)
    {
        var open = new Dictionary<int, HistoryEvent>();
        var numbers = 0;
        foreach (var item in history)
        {
            if (item is TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent or TimerCreatedEvent or EventSentEvent or ExecutionCompletedEvent)
            {
                // A cancelled timer of the same turn has a number, too, and all are recorded.
                Require(item.EventId == numbers++, $"decision {item.EventId} of '{id}' is out of order");
                open.Add(item.EventId, item);
            }
            else if (OrchestrationExecution.TaskIdOf(item) is { } number)
            {
                Require(open.Remove(number, out var decision), $"#{number} of '{id}' was answered twice, or never asked");
                var fits = (decision, item) switch
                {
                    (TaskScheduledEvent, TaskCompletedEvent or TaskFailedEvent) => true,
                    (SubOrchestrationInstanceCreatedEvent, SubOrchestrationInstanceCompletedEvent or SubOrchestrationInstanceFailedEvent) => true,
                    (TimerCreatedEvent timer, TimerFiredEvent fired) => fired.FireAt == timer.FireAt && fired.Timestamp >= timer.FireAt,
                    _ => false,
                };
                Require(fits, $"#{number} of '{id}' was answered wrongly or too early: {CommitText.Describe(item)}");
            }
        }
    }

    static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(otherwise);
        }
    }
}
