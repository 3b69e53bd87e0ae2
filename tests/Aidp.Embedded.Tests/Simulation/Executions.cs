using System.Text;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>One generation of an instance as it was committed.</summary>
/// <param name="Events">Its history, in the order in which clients see it; the turn that continued as new is in none.</param>
/// <param name="Steps">Its steps, without that which began it.</param>
sealed record Execution(IReadOnlyList<HistoryEvent> Events, IReadOnlyList<StepWrite> Steps);

/// <summary>The generations of an instance.</summary>
static class Executions
{
    /// <summary>The generations, in order.</summary>
    public static IReadOnlyList<Execution> Of(Incarnation instance)
    {
        var executions = new List<(List<HistoryEvent> Events, List<StepWrite> Steps)> { ([instance.Started!], []) };
        foreach (var step in instance.Steps)
        {
            if (step.StartsAnew)
            {
                executions.Add(([.. step.Events], []));
            }
            else
            {
                executions[^1].Events.AddRange(step.Events);
                executions[^1].Steps.Add(step);
            }
        }

        return [.. executions.Select(execution => new Execution(Arrange(execution.Events), execution.Steps))];
    }

    /// <summary>All that an event says.</summary>
    public static string Text(HistoryEvent item) => Encoding.UTF8.GetString(HistoryCodec.Write([item], _ => null).Span);

    static List<HistoryEvent> Arrange(List<HistoryEvent> events)
    {
        if (events.Find(item => item is OrchestratorStartedEvent) is { } turn)
        {
            events.Remove(turn);
            events.Insert(0, turn);
        }

        return events;
    }
}
