using Aidp.Embedded.Dispatch;
using Aidp.Embedded.DurableTask.History;
using Aidp.Embedded.Store;

namespace Aidp.Embedded.Tests.Simulation;

/// <summary>One random run of engines on one store, from a seed: the same seed gives the same run.</summary>
/// <remarks>
/// First chaos: clients, activities, clocks and faults do what the seed says, in any order. Then calm: no more faults, whatever is awaited is given, and everything must
/// come to its end. Then what was written, read and answered is checked.
/// </remarks>
sealed partial class Simulation
{
    readonly SeededRandom _random;
    readonly SimulationSettings _settings;
    readonly ToyPrograms _programs;
    readonly ToyWorld _world = new();
    readonly VirtualClock _clock = new();
    readonly CommitLog _log;
    readonly Action<string>? _trace;
    readonly EmbeddedEngineOptions _options;
    readonly LastingStore _lasting;
    readonly List<EngineLife> _zombies = [];
    readonly List<ClientCall> _calls = [];
    readonly Dictionary<string, List<string>> _readings = new(StringComparer.Ordinal);
    readonly HashSet<string> _waits = new(StringComparer.Ordinal);
    EngineLife _life;
    int _numbers;
    int _cutOffIn;
    CutOff _cutOff;

    Simulation(ulong seed, SimulationSettings settings)
    {
        _settings = settings;
        _random = new SeededRandom(seed);
        _programs = new ToyPrograms(_random, _random.Between(1, 2));
        new ToyOrchestrations(_programs, _world).Register();
        _trace = settings.Traces ? line => Lines.Add($"{_clock.Now:HH:mm:ss.fffffff} {line}") : null;
        _log = new CommitLog(_trace);
        var large = _random.Chance(500) ? 20 : 16_000;
        _options = new EmbeddedEngineOptions
        {
            Eviction = _random.Chance(300) ? Eviction.AtEveryAwait : Eviction.WhenIdle,
            MaxLiveOrchestrations = _random.Chance(500) ? _random.Between(1, 3) : 1_000,
            MaxConcurrentActivities = _random.Between(1, 5),
            MaxConcurrentOrchestrators = _random.Between(1, 3),
            LargePayloadLength = large,
        };
        _lasting = new LastingStore(settings.Store, large);
        _life = Begin();
    }

    /// <summary>What happened, if it was asked for.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What the run went through.</summary>
    public SimulationCounts Counts { get; } = new();

    /// <summary>Runs a seed.</summary>
    public static SimulationResult Run(ulong seed, SimulationSettings settings)
    {
        var simulation = new Simulation(seed, settings);
        using var store = simulation._lasting;
        string? violation = null;
        try
        {
            simulation.Chaos();
            simulation.Calm();
            simulation.CheckAll();
        }
        catch (ViolationException e)
        {
            violation = e.Message;
            simulation._trace?.Invoke($"VIOLATION: {violation}");
        }

        simulation._life.Discard();
        simulation._zombies.ForEach(zombie => zombie.Discard());
        (simulation.Counts.Commits, simulation.Counts.LostActivities) = (simulation._log.Commits, simulation._log.LostActivities);
        return new(seed, violation, simulation.Lines, simulation.Counts);
    }

    OrchestrationStore Store => _lasting.Present;

    EngineLife Begin()
    {
        Counts.Engines++;
        var store = new SimulatedStore(() => Store, Counts.Engines, _log, NextCutOff, _settings.Mutation?.Invoke(_random));
        _trace?.Invoke($"engine {Counts.Engines} starts");
        return new EngineLife(_world.Functions, _options, _clock, store);
    }

    CutOff NextCutOff() => _cutOff != CutOff.None && --_cutOffIn <= 0 ? _cutOff : CutOff.None;

    /// <summary>Ends the engine without warning, or leaves it to itself without its store, and begins another one.</summary>
    void Replace()
    {
        if (!_life.HasStopped && !_life.Store.HasCrashed && _random.Chance(300))
        {
            _trace?.Invoke("the engine loses its store and does not know it");
            Counts.Zombies++;
            _life.Store.IsLost = !_settings.SharesStore;
            _zombies.Add(_life);
        }
        else
        {
            _life.Discard();
            _world.Forget(_life.Store.Epoch);
        }

        (_cutOff, _cutOffIn) = (CutOff.None, 0);
        _waits.Clear();
        _lasting.Reopen();
        _life = Begin();
    }

    /// <summary>Runs one piece of work of an engine, and sees what became of it.</summary>
    void RunOne(EngineLife life)
    {
        _clock.Advance(TimeSpan.FromTicks(_random.Between(1, 5_000)));
        life.Work.Run(_random.Below(life.Work.ReadyCount));
        Check(!life.Work.HasEscaped, "work came from another thread");
        Check(_world.Violations.Count == 0, _world.Violations.FirstOrDefault());
        if (life == _life && life.Failure is { } failure && !life.Store.HasCrashed)
        {
            throw new ViolationException($"the engine failed: {failure}");
        }
    }

    void End(ToyActivity activity)
    {
        _trace?.Invoke($"activity {activity.Call.Name} #{activity.Call.TaskId} of {activity.Call.InstanceId} ends (attempt {activity.Call.Attempt}, engine {activity.Call.Fence})");
        activity.ObeysCancellation = _random.Chance(500);
        _world.End(activity);
    }

    static void Check(bool condition, string? otherwise)
    {
        if (!condition)
        {
            throw new ViolationException(otherwise ?? "?");
        }
    }

    static string Words(IReadOnlyList<HistoryEvent> history) => string.Join(Environment.NewLine, history.Select(CommitText.Describe));
}
