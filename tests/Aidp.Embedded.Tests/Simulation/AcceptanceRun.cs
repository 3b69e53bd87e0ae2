using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask;
using Aidp.Embedded.DurableTask.Client;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;
using Aidp.Embedded.Tests.Engine;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>A client and an engine that is cut off once, at one commit; the client goes on with the next engine as a careful one would: it looks before it asks again.</summary>
sealed class AcceptanceRun : IDisposable
{
    const int MaxWork = 50_000;

    readonly VirtualClock _clock = new();
    readonly FunctionRegistry _functions;
    readonly EmbeddedEngineOptions _options;
    readonly CommitLog _log = new(null);
    readonly LastingStore _lasting;
    readonly int _cutAt;
    readonly CutOff _cut;
    EngineLife _life;
    int _commits;
    long _engines;

    public AcceptanceRun(ToyFunctions functions, StoreKind kind, Eviction eviction, int cutAt, CutOff cut)
    {
        (_functions, _cutAt, _cut) = (functions.Registry, cutAt, cut);
        _options = new EmbeddedEngineOptions { Eviction = eviction };
        _lasting = new LastingStore(kind);
        _life = Begin();
    }

    OrchestrationStore Store => _lasting.Present;

    /// <summary>Whether there was a commit to be cut off at.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Starts an orchestration.</summary>
    public void Start(string name, object? input = null, string id = "run", params OrchestrationRuntimeStatus[] unless)
    {
        var before = _log.All.Count(instance => instance.Id == id);
        Ask(
            client => client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id).WithDedupeStatuses(unless)),
            () => _log.All.Count(instance => instance.Id == id) > before);
    }

    /// <summary>Raises an event.</summary>
    public void Raise(string name, object? payload = null, string id = "run")
    {
        var before = Taken<EventRaisedEvent>(id);
        Ask(client => client.RaiseEventAsync(id, name, payload), () => Taken<EventRaisedEvent>(id) > before);
    }

    public void Suspend(string id = "run") => Ask(client => client.SuspendInstanceAsync(id), () => Taken<ExecutionSuspendedEvent>(id) > 0);

    public void Resume(string id = "run") => Ask(client => client.ResumeInstanceAsync(id), () => Taken<ExecutionResumedEvent>(id) > 0);

    public void Terminate(object? output, bool recursive = false, string id = "run") =>
        Ask(client => client.TerminateInstanceAsync(id, new TerminateInstanceOptions(output, recursive)), () => Taken<ExecutionTerminatedEvent>(id) > 0);

    public void Purge(bool recursive = false, string id = "run") => Ask(client => client.PurgeInstanceAsync(id, new PurgeInstanceOptions(recursive)), () => Store.Find(id) is null);

    /// <summary>Asks for something that must be refused.</summary>
    public void Refused(Func<DurableTaskClient, Task> ask)
    {
        var refused = false;
        Ask(async client => refused = await Record.ExceptionAsync(() => ask(client)) is InstanceStateException or InstanceNotFoundException, () => false);
        Assert.True(refused);
    }

    /// <summary>Lets everything happen that can without time passing.</summary>
    public void Rest() => Pump(() => _life.Work.ReadyCount == 0, mayWait: false);

    /// <summary>Lets time pass until an instance has ended, and checks how.</summary>
    public void Ends(OrchestrationRuntimeStatus status, string? output = null, string id = "run")
    {
        Pump(() => Store.Find(id) is { IsFinished: true }, mayWait: true);
        var view = Store.View(id)!;
        Assert.True(view.Row.Status == status, $"'{id}' is {view.Row.Status}: {view.Texts.Output}");
        if (status == OrchestrationRuntimeStatus.Failed)
        {
            Assert.Contains(output!, view.Texts.Output, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(output, view.Texts.Output);
        }
    }

    public void Is(OrchestrationRuntimeStatus? status, string id = "run") => Assert.Equal(status, Store.Find(id)?.Status);

    /// <summary>The history of an instance that has ended.</summary>
    public IReadOnlyList<HistoryEvent> History(string id = "run") => Store.History(id)!;

    public void Dispose()
    {
        _life.Discard();
        _lasting.Dispose();
    }

    int Taken<T>(string id) => _log.Find(id)?.Messages.Count(message => message.Event is T) ?? 0;

    void Ask(Func<DurableTaskClient, Task> ask, Func<bool> hasHappened)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var (life, done, error) = (_life, false, (Exception?)null);
            _ = life.Run(async () =>
            {
                error = await Record.ExceptionAsync(() => ask(life.Client));
                done = true;
            });
            Pump(() => done || life != _life, mayWait: false);
            if (life == _life || hasHappened())
            {
                Assert.Null(life == _life ? error : null);
                return;
            }
        }

        Assert.Fail("the engine was cut off more than once");
    }

    void Pump(Func<bool> until, bool mayWait)
    {
        for (var work = 0; work < MaxWork; work++)
        {
            if (_life.Store.HasCrashed)
            {
                Replace();
            }
            else if (until())
            {
                return;
            }
            else if (_life.Work.ReadyCount > 0)
            {
                _clock.Advance(TimeSpan.FromTicks(1));
                _life.Work.Run(0);
                Assert.False(_life.Work.HasEscaped);
                Assert.True(_life.Failure is null || _life.Store.HasCrashed, $"{_life.Failure}");
            }
            else
            {
                Assert.True(mayWait && _clock.NextTimer is not null, "the engine rests, and what is awaited has not happened");
                _clock.Advance(_clock.NextTimer!.Value);
            }
        }

        Assert.Fail("the engine does not come to rest");
    }

    void Replace()
    {
        _life.Discard();
        _lasting.Reopen();
        _life = Begin();
    }

    EngineLife Begin() => new(_functions, _options, _clock, new SimulatedStore(() => Store, ++_engines, _log, NextCut, null));

    CutOff NextCut()
    {
        if (++_commits != _cutAt)
        {
            return CutOff.None;
        }

        WasCut = true;
        return _cut;
    }
}
