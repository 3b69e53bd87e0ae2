using System.Globalization;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Simulation;

sealed partial class Simulation
{
    void CheckAll()
    {
        foreach (var instance in _log.All)
        {
            Count(instance);
            StepChecks.Check(instance);
            ReplayChecks.Check(instance, _world.Functions);
            OutcomeChecks.Check(instance, _programs, _log);
            StepChecks.CheckNumbers(instance);
            Counts.Replays++;
        }

        CheckCalls();
        CheckStore();
        var waiting = _calls.FirstOrDefault(call => call.Kind == "await" && call.Engine == _life.Store.Epoch && call.State != CallState.Done);
        Check(waiting is null, $"who waits for the end of '{waiting?.InstanceId}' is not told");
    }

    void Count(Incarnation instance)
    {
        Counts.Instances++;
        Counts.Steps += instance.Steps.Count;
        Counts.Generations += instance.Steps.Count(step => step.StartsAnew);
        Counts.Events += instance.Messages.Count(message => message.Event is EventRaisedEvent);
        Counts.Suspensions += instance.Messages.Count(message => message.Event is ExecutionSuspendedEvent);
        Counts.Terminations += instance.End?.Row.Status == OrchestrationRuntimeStatus.Terminated ? 1 : 0;
        Counts.Purges += Store.Find(instance.Id) is null ? 1 : 0;
    }

    /// <summary>What was acknowledged has happened once, what was refused or never asked for has not, and nothing came from nowhere.</summary>
    void CheckCalls()
    {
        var taken = _log.All.SelectMany(instance => instance.Messages.Select(message => (instance.Id, Text: Mark(message.Event)))).Where(item => item.Text is not null).CountBy(item => item).ToDictionary();
        var asked = new HashSet<(string Id, string? Text)>();
        foreach (var call in _calls.Where(call => call.Kind is "raise" or "suspend" or "resume" or "terminate"))
        {
            var mark = (call.InstanceId, (string?)$"{call.Kind} {call.Number}");
            asked.Add(mark);
            var times = taken.GetValueOrDefault(mark);
            var allowed = call.State switch
            {
                CallState.Done => times == 1,
                CallState.Begun => times <= 1,
                _ => times == 0,
            };
            Check(allowed, $"the call to {mark.Item2} '{call.InstanceId}' was {call.State} and taken {times} times");
        }

        foreach (var instance in _log.All)
        {
            var numbers = instance.Messages.Select(message => message.Event).OfType<EventRaisedEvent>().Where(raised => raised.Input != "\"ping\"").Select(raised => int.Parse(raised.Input, CultureInfo.InvariantCulture)).ToList();
            Check(numbers.SequenceEqual(numbers.Order()), $"'{instance.Id}' has its events in another order than they were sent: {string.Join(' ', numbers)}");
        }

        var invented = taken.Keys.FirstOrDefault(item => !asked.Contains(item) && !item.Text!.StartsWith("terminate", StringComparison.Ordinal));
        Check(invented == default, $"'{invented.Id}' got '{invented.Text}', which nobody asked for");
        foreach (var root in _calls.Where(call => call.Kind is "schedule" or "restart").GroupBy(call => call.InstanceId))
        {
            var made = _log.All.Count(instance => instance.Id == root.Key);
            var (least, most) = (root.Count(call => call.State == CallState.Done), root.Count(call => call.State is CallState.Done or CallState.Begun));
            Check(made >= least && made <= most, $"'{root.Key}' was made {made} times, and {least} to {most} times were asked for");
        }
    }

    static string? Mark(HistoryEvent? message) => message switch
    {
        EventRaisedEvent { Input: not "\"ping\"" } raised => $"raise {raised.Input}",
        ExecutionSuspendedEvent suspended => $"suspend {suspended.Reason}",
        ExecutionResumedEvent resumed => $"resume {resumed.Reason}",
        ExecutionTerminatedEvent terminated => $"terminate {terminated.Input}",
        _ => null,
    };

    /// <summary>The store has what was committed, and nothing is left to do.</summary>
    void CheckStore()
    {
        Check(Store.ListUnfinished() is [], "the store has something to do in the end");
        foreach (var instance in _log.All.Where(instance => _log.Find(instance.Id) == instance))
        {
            if (Store.History(instance.Id) is not { } stored)
            {
                Check(_log.Purged.Contains(instance.Id), $"'{instance.Id}' is gone, although nobody purged it");
                continue;
            }

            var committed = Executions.Of(instance)[^1].Events;
            Check(stored.Select(Executions.Text).SequenceEqual(committed.Select(Executions.Text)), $"the history of '{instance.Id}' is not what was committed");
            var (view, end) = (Store.View(instance.Id)!, instance.End!);
            Check(view.Texts.Output == end.Texts?.Output && view.Texts.CustomStatus == end.Texts?.CustomStatus && view.Row.Status == end.Row.Status, $"the state of '{instance.Id}' is not what was committed");
            var execution = stored.OfType<ExecutionStartedEvent>().First().ExecutionId!;
            Check(!_readings.TryGetValue(execution, out var read) || stored.Select(Executions.Text).Take(read.Count).SequenceEqual(read), $"the history of '{instance.Id}' is not what was read before with more after it");
        }
    }
}
