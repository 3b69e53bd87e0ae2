using System.Diagnostics.CodeAnalysis;

namespace Aidp.Embedded.Dispatch;

/// <summary>An instance with something to do: it takes one step at a time, each of which is one write to the store.</summary>
/// <remarks>Between its steps it is in memory only to be faster: everything it needs to go on is in the store.</remarks>
sealed partial class LiveInstance(string id, EngineParts engine)
{
    readonly Lock _lock = new();
    List<Signal> _signals = [];
    bool _busy;
    bool _retired;

    /// <summary>The id.</summary>
    public string Id { get; } = id;

    /// <summary>When it last took a step, in the engine's count of steps.</summary>
    public long LastStep { get; private set; }

    /// <summary>Whether its orchestrator is in memory, ready to go on without a replay.</summary>
    public bool IsLoaded => _execution is not null;

    /// <summary>Gives it a reason to take a step; false when it has been retired and another one must take its place.</summary>
    /// <param name="signal">The reason.</param>
    /// <param name="mustRun">Whether the caller must run it now, since nobody else does.</param>
    public bool TryPost(Signal signal, out bool mustRun)
    {
        lock (_lock)
        {
            mustRun = !_retired && !_busy;
            if (_retired)
            {
                return false;
            }

            _signals.Add(signal);
            _busy = true;
            return true;
        }
    }

    /// <summary>Takes steps until there is no reason for another one.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "An error of the engine or its store must stop the engine, not vanish in a task that nobody awaits.")]
    public async Task RunAsync()
    {
        try
        {
            while (TakeSignals() is { } signals)
            {
                Step? step;
                await engine.Turns.WaitAsync();
                try
                {
                    step = Prepare(signals);
                }
                finally
                {
                    engine.Turns.Release();
                }

                var (row, lost) = (_row, TakeLost());
                if (_late.Count > 0)
                {
                    await RecordLateAsync();
                }

                if (step is not null)
                {
                    Apply(step, await engine.Commits.WriteAsync(step.Write));
                }

                if (lost.Length > 0)
                {
                    await RecoverAsync(row!, lost);
                }
            }
        }
        catch (EngineStoppedException)
        {
            // The next engine goes on.
        }
        catch (Exception e)
        {
            engine.Fail(e);
        }
    }

    /// <summary>Drops the orchestrator from memory if nothing is under way; it is replayed when it has something to do.</summary>
    public bool TryEvict()
    {
        lock (_lock)
        {
            if (_busy || _retired)
            {
                return false;
            }

            _retired = true;
            Unload();
            return true;
        }
    }

    List<Signal>? TakeSignals()
    {
        bool isForgotten;
        lock (_lock)
        {
            if (_signals.Count > 0)
            {
                var signals = _signals;
                _signals = [];
                return signals;
            }

            _busy = false;
            _retired = isForgotten = !IsLoaded;
            LastStep = engine.CountStep();
        }

        // As it was above: meanwhile somebody else may run it.
        engine.Park(this, isForgotten);
        return null;
    }
}
