using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Replay;

sealed partial class OrchestrationExecution
{
    /// <summary>Runs the code through what has already happened.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">The code does something else than it did.</exception>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        _context.Replaying = true;
        for (var position = 0; position < history.Count; position++)
        {
            var recorded = history[position];
            switch (recorded)
            {
                case TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent or TimerCreatedEvent or EventSentEvent or ExecutionCompletedEvent:
                    Match(recorded, position);
                    break;
                case OrchestratorCompletedEvent when _context.Decisions is [var extra, ..]:
                    throw new NonDeterministicOrchestrationException("nothing more in this turn", DecisionText.Describe(extra), position);
                case ExecutionStartedEvent when IsMoot(history, position):
                    break;
                default:
                    Apply(recorded);
                    break;
            }
        }

        if (_context.Decisions is [var last, ..])
        {
            throw new NonDeterministicOrchestrationException("nothing more", DecisionText.Describe(last), history.Count);
        }
    }

    void Match(HistoryEvent recorded, int position)
    {
        var decision = _context.Decisions.FirstOrDefault();
        if (decision is null || !DecisionText.AreSame(recorded, decision))
        {
            throw new NonDeterministicOrchestrationException(DecisionText.Describe(recorded), DecisionText.Describe(decision), position);
        }

        _context.Decisions.RemoveAt(0);
        // What the history recorded counts: it is what was given to the activity, the child or the timer.
        _context.Adopt(recorded);
    }
}
