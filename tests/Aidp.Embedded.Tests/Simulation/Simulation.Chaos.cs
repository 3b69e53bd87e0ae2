namespace Aidp.Embedded.Tests.Simulation;

sealed partial class Simulation
{
    void Chaos()
    {
        for (var decisions = _random.Between(30, 150); decisions > 0; decisions--)
        {
            if (_life.Store.HasCrashed || _life.HasStopped)
            {
                Replace();
            }

            Decide(_random.Below(100));
        }
    }

    void Decide(int roll)
    {
        if (roll < 60 && _life.Work.ReadyCount > 0)
        {
            RunOne(_life);
        }
        else if (roll < 70 && _world.Running.Count > 0)
        {
            End(_random.Of(_world.Running));
        }
        else if (roll < 88)
        {
            Ask();
        }
        else if (roll < 93)
        {
            PassTime();
        }
        else if (roll < 95)
        {
            RunZombie();
        }
        else if (roll == 95)
        {
            JumpClock();
        }
        else if (roll is 96 or 97)
        {
            ArmCutOff();
        }
        else if (roll == 98 && _random.Chance(500))
        {
            _trace?.Invoke("the engine is cut off");
            Counts.CutOffsBetween++;
            Replace();
        }
        else if (roll == 99 && _random.Chance(500) && !_life.IsStopping)
        {
            _trace?.Invoke("the engine is asked to stop");
            Counts.Stops++;
            _life.Stop();
        }
    }

    void PassTime()
    {
        var span = _clock.NextTimer is { } next && _random.Chance(500) ? next : TimeSpan.FromMilliseconds(_random.Between(1, 3_000));
        _trace?.Invoke($"{span} passes");
        _clock.Advance(span);
    }

    /// <summary>Sets the wall clock an hour or so forward or back, or lets the machine sleep for a night.</summary>
    void JumpClock()
    {
        var jump = TimeSpan.FromTicks(_random.Between(1, 1_000_000)) + _random.Below(3) switch
        {
            0 => TimeSpan.FromHours(-1),
            1 => TimeSpan.FromHours(1),
            _ => TimeSpan.FromHours(8),
        };
        _trace?.Invoke($"the clock jumps by {jump}");
        Counts.ClockJumps++;
        _clock.SetWall(jump);
    }

    void ArmCutOff()
    {
        if (_cutOff != CutOff.None)
        {
            return;
        }

        _cutOff = _random.Chance(500) ? CutOff.BeforeCommit : CutOff.AfterCommit;
        _cutOffIn = _random.Between(1, 6);
        Counts.CutOffsBeforeCommits += _cutOff == CutOff.BeforeCommit ? 1 : 0;
        Counts.CutOffsAfterCommits += _cutOff == CutOff.AfterCommit ? 1 : 0;
        _trace?.Invoke($"the engine will be cut off: {_cutOff} {_cutOffIn}");
    }

    /// <summary>Runs a piece of work of an engine that has lost its store.</summary>
    void RunZombie()
    {
        if (_zombies.Count > 0 && _random.Of(_zombies) is { Work.ReadyCount: > 0 } zombie)
        {
            _trace?.Invoke($"engine {zombie.Store.Epoch}, which has lost its store, works");
            RunOne(zombie);
        }
    }
}
