using System.Globalization;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Replay;

namespace Aidp.Embedded.Tests.Simulation;

sealed partial class Simulation
{
    const int MaxRounds = 300;
    const int MaxWork = 20_000;

    /// <summary>The engine looks at the clock once a second.</summary>
    static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(1_002);

    /// <summary>Gives everything that is awaited, until everything has ended.</summary>
    void Calm()
    {
        _trace?.Invoke("calm");
        (_cutOff, _cutOffIn) = (CutOff.None, 0);
        for (var round = 0; round < MaxRounds; round++)
        {
            Work();
            if (_life.Store.HasCrashed || _life.HasStopped)
            {
                Replace();
                continue;
            }

            CheckAtRest();
            var open = _log.All.Where(instance => instance.End is null && _log.Find(instance.Id) == instance).ToList();
            var absent = Enumerable.Range(0, _programs.Roots.Count).Where(root => _log.Find($"{RootPrefix}{root}") is null).ToList();
            if (open.Count == 0 && absent.Count == 0)
            {
                return;
            }

            absent.ForEach(Schedule);
            Help(open);
        }

        var stuck = _log.All.First(instance => instance.End is null && _log.Find(instance.Id) == instance);
        throw new ViolationException($"'{stuck.Id}' does not come to its end: {Store.Find(stuck.Id)}{Environment.NewLine}{Words(Store.History(stuck.Id) ?? [])}");
    }

    void Help(List<Incarnation> open)
    {
        foreach (var id in open.Select(instance => instance.Id).Where(_waits.Add))
        {
            Call("await", id, client => AwaitEndAsync(client, id));
        }

        var rows = open.Select(instance => Store.Find(instance.Id)!).ToList();
        var suspended = rows.Where(row => row.Status == OrchestrationRuntimeStatus.Suspended).ToList();
        suspended.ForEach(row => Call("resume", row.Id, (client, call) => client.ResumeInstanceAsync(row.Id, $"{call.Number}")));
        if (suspended.Count == 0 && open.Min(NextTime) is { } due)
        {
            SleepUntil(due);
        }
        else if (suspended.Count == 0)
        {
            // Only what is awaited: any other event would wake an instance that has lost its timer or its activity.
            foreach (var (id, name) in open.SelectMany(instance => _world.ExpectedBy(instance.Id).Select(name => (instance.Id, name))))
            {
                RaiseOf(id, name);
            }

            // What is due already, since the clock was set forward, the engine sees when it looks next.
            _clock.Advance(LongestSleep);
        }
    }

    /// <summary>When an instance's next timer is due, by what was committed, or its start.</summary>
    DateTime? NextTime(Incarnation instance)
    {
        var history = Executions.Of(instance)[^1].Events;
        var fired = history.OfType<TimerFiredEvent>().Select(timer => timer.TimerId).ToHashSet();
        return history.OfType<TimerCreatedEvent>()
            .Where(timer => !fired.Contains(timer.EventId))
            .Select(timer => (DateTime?)timer.FireAt)
            .Append(instance.Steps.Count == 0 ? instance.Started!.ScheduledStartTime : null)
            .Where(due => due > _clock.Now.UtcDateTime)
            .Min();
    }

    /// <summary>Lets time pass until a timer is due; a long wait as a sleep of the machine, the rest in time that it is awake for.</summary>
    void SleepUntil(DateTime due)
    {
        var wait = due - _clock.Now.UtcDateTime;
        _trace?.Invoke($"until {due:HH:mm:ss.fffffff}");
        if (wait > TimeSpan.FromMinutes(1))
        {
            _clock.SetWall(wait - TimeSpan.FromSeconds(1));
        }

        _clock.Advance(TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds, 0, 3_000)) + LongestSleep);
    }

    /// <summary>Runs everything that can run, until the engine is at rest.</summary>
    void Work()
    {
        for (var done = 0; done < MaxWork; done++)
        {
            if (_life.Store.HasCrashed || _life.HasStopped)
            {
                return;
            }

            if (_life.Work.ReadyCount > 0)
            {
                RunOne(_life);
            }
            else if (_world.RunningIn(_life.Store.Epoch) is { Count: > 0 } running)
            {
                End(_random.Of(running));
            }
            else if (_life.IsStopping && _clock.NextTimer is { } next)
            {
                _clock.Advance(next);
            }
            else
            {
                return;
            }
        }

        throw new ViolationException("the engine does not come to rest");
    }

    async Task AwaitEndAsync(DurableTaskClient client, string id)
    {
        var end = await client.WaitForInstanceCompletionAsync(id);
        if (!end.IsCompleted)
        {
            _world.Violations.Add(string.Create(CultureInfo.InvariantCulture, $"who waited for the end of '{id}' was told of {end.RuntimeStatus}"));
        }
    }

    /// <summary>An engine that has nothing to do has done what it was told.</summary>
    void CheckAtRest()
    {
        foreach (var instance in _log.All.Where(instance => _log.Find(instance.Id) == instance && instance.End is null))
        {
            var row = Store.Find(instance.Id) ?? throw new ViolationException($"'{instance.Id}' is gone, although it has not ended");
            var control = instance.Messages.Select(message => message.Event).ToList();
            Check(!control.OfType<ExecutionTerminatedEvent>().Any(), $"'{instance.Id}' was told to terminate, is {row.Status}, and nothing happens");
            var answered = Executions.Of(instance)[^1].Events.Select(OrchestrationExecution.TaskIdOf).ToHashSet();
            var forgotten = Executions.Of(instance)[^1].Events.OfType<TaskScheduledEvent>().FirstOrDefault(call => !answered.Contains(call.EventId));
            Check(forgotten is null, $"nobody runs #{forgotten?.EventId} of '{instance.Id}'");
            if (row.Status != OrchestrationRuntimeStatus.Pending)
            {
                var suspended = control.LastOrDefault(item => item is ExecutionSuspendedEvent or ExecutionResumedEvent) is ExecutionSuspendedEvent;
                Check(suspended == (row.Status == OrchestrationRuntimeStatus.Suspended), $"'{instance.Id}' is {row.Status}, and should {(suspended ? "" : "not ")}be suspended");
            }
        }
    }
}
