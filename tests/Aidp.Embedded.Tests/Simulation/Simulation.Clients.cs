using System.Globalization;
using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;

namespace Aidp.Embedded.Tests.Simulation;

sealed partial class Simulation
{
    const string RootPrefix = "root";

    /// <summary>A client asks for something at random.</summary>
    void Ask()
    {
        var roll = _random.Below(100);
        var id = Someone();
        if (roll < 12 || _log.All.Count == 0)
        {
            Schedule(_random.Below(_programs.Roots.Count));
        }
        else if (roll < 65)
        {
            Raise(id);
        }
        else if (roll < 72)
        {
            Call("suspend", id, (client, call) => client.SuspendInstanceAsync(id, $"{call.Number}"));
        }
        else if (roll < 80)
        {
            Call("resume", id, (client, call) => client.ResumeInstanceAsync(id, $"{call.Number}"));
        }
        else if (roll < 83 && _log.Find(id)?.Started?.Name == ToyOrchestrations.Toy)
        {
            Terminate(id);
        }
        else if (roll < 86)
        {
            var recursive = _random.Chance(500);
            Call("purge", id, client => client.PurgeInstanceAsync(id, new PurgeInstanceOptions(recursive)));
        }
        else if (roll < 88 && id.StartsWith(RootPrefix, StringComparison.Ordinal) && !id.Contains('.', StringComparison.Ordinal))
        {
            Call("restart", id, client => client.RestartAsync(id));
        }
        else
        {
            Read(id);
        }
    }

    /// <summary>Mostly an instance that goes on, now and then any.</summary>
    string Someone()
    {
        var all = _log.All;
        var running = all.Where(instance => instance.End is null).ToList();
        return running.Count > 0 && _random.Chance(900) ? _random.Of(running).Id : all.Count > 0 ? _random.Of(all).Id : "nobody";
    }

    void Schedule(int root)
    {
        var id = $"{RootPrefix}{root}";
        DateTimeOffset? later = _random.Chance(200) ? _clock.Now + TimeSpan.FromMilliseconds(_random.Between(0, 3_000)) : null;
        var options = new StartOrchestrationOptions(id, later);
        if (_random.Chance(300))
        {
            options = options.WithDedupeStatuses(
                OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended, OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Terminated);
        }

        Call("schedule", id, client => client.ScheduleNewOrchestrationInstanceAsync(ToyOrchestrations.Toy, new ToyInput(_programs.Roots[root], 0, []), options));
    }

    void Raise(string id)
    {
        string[] names = [ToyWorld.SharedEvent, "SHARED", ToyWorld.LimitedEvent, .. _world.ExpectedBy(id)];
        RaiseOf(id, _random.Of(names));
    }

    void RaiseOf(string id, string name) => Call("raise", id, (client, call) => client.RaiseEventAsync(id, name, call.Number));

    void Terminate(string id)
    {
        var recursive = _random.Chance(500);
        Call("terminate", id, (client, call) => client.TerminateInstanceAsync(id, new TerminateInstanceOptions(call.Number, recursive)));
    }

    /// <summary>Reads a history and compares it with what was read of the same execution before.</summary>
    void Read(string id) => Call("read", id, async client =>
    {
        var history = await client.GetOrchestrationHistoryAsync(id);
        // Before its first turn, a history has only what asks for it, which then goes after the beginning of the turn.
        if (history is [OrchestratorStartedEvent, ..])
        {
            var execution = history.OfType<ExecutionStartedEvent>().First().ExecutionId!;
            List<string> now = [.. history.Select(Executions.Text)];
            if (_readings.TryGetValue(execution, out var before) && !now.Take(before.Count).SequenceEqual(before))
            {
                _world.Violations.Add($"the history of '{id}' is not what was read before with more after it");
            }

            _readings[execution] = now;
        }
    });

    void Call(string kind, string id, Func<DurableTaskClient, Task> ask) => Call(kind, id, (client, _) => ask(client));

    void Call(string kind, string id, Func<DurableTaskClient, ClientCall, Task> ask)
    {
        if (_life.IsStopping)
        {
            return;
        }

        var (call, client) = (new ClientCall(kind, id, _life.Store.Epoch), _life.Client);
        _calls.Add(call);
        _trace?.Invoke($"a client wants to {kind} {id}");
        _ = _life.Run(async () =>
        {
            call.Number = ++_numbers;
            call.State = CallState.Begun;
            _trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"a client asks to {kind} {id} ({call.Number})"));
            try
            {
                await ask(client, call);
                call.State = CallState.Done;
            }
            catch (Exception e) when (e is InstanceNotFoundException or InstanceStateException)
            {
                call.State = CallState.Refused;
            }
            catch (EngineStoppedException)
            {
                // Nobody knows.
            }
            catch (Exception e) when (e is not ViolationException)
            {
                _world.Violations.Add($"a client that wanted to {kind} '{id}' got {e}");
            }

            _trace?.Invoke($"the client that asked to {kind} {id} ({call.Number}) sees: {call.State}");
        });
    }
}
