using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>What was recorded, replayed without an engine, must give the same decisions, with the same inputs and outputs.</summary>
static class ReplayChecks
{
    static readonly ExecutionSettings Settings = new(NullLoggerFactory.Instance, DefaultVersion: null, int.MaxValue, int.MaxValue);

    /// <exception cref="ViolationException">It does not.</exception>
    public static void Check(Incarnation instance, FunctionRegistry functions)
    {
        foreach (var execution in Executions.Of(instance).Where(execution => execution.Steps.Count > 0))
        {
            var recorded = RecordedHistory.Parse(new RecordedHistory(execution.Events).ToJson());
            var verdict = recorded.Replay(functions);
            Require(verdict.IsSame, $"the history of '{instance.Id}' cannot be replayed: {verdict.Explanation}");
            CheckTurns(instance.Id, recorded.Events, functions);
        }
    }

    /// <summary>Gives the recorded news to the code turn by turn.</summary>
    static void CheckTurns(string id, IReadOnlyList<HistoryEvent> history, FunctionRegistry functions)
    {
        var started = history.OfType<ExecutionStartedEvent>().First();
        var execution = new OrchestrationExecution(started, functions.FindOrchestrator(started.Name)!, Settings, onEscape: () => { });
        var (news, recorded) = (new List<HistoryEvent>(), new List<HistoryEvent>());
        foreach (var item in history)
        {
            if (item is OrchestratorCompletedEvent)
            {
                var decided = execution.Advance(news).Select(Executions.Text).ToList();
                Require(decided.SequenceEqual(recorded.Select(Executions.Text)), $"a turn of '{id}' decided{Environment.NewLine}{string.Join(Environment.NewLine, recorded.Select(Executions.Text))}{Environment.NewLine}and, replayed,{Environment.NewLine}{string.Join(Environment.NewLine, decided)}");
                news.Clear();
                recorded.Clear();
            }
            else
            {
                (item is TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent or TimerCreatedEvent or EventSentEvent or ExecutionCompletedEvent ? recorded : news).Add(item);
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
