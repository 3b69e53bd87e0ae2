using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    const int MostTransients = 5;

    /// <summary>So often may all agents in turn say that they cannot be called, before only a person brings them back.</summary>
    const int MostRounds = 20;

    static readonly TimeSpan _firstRetry = TimeSpan.FromSeconds(2);
    static readonly TimeSpan _longestRetry = TimeSpan.FromMinutes(1);
    static readonly TimeSpan _firstRest = TimeSpan.FromMinutes(1);
    static readonly TimeSpan _longestRest = TimeSpan.FromHours(1);

    AgentPool _agents = AgentPool.Of(request.Settings.Agents);
    Rung _rung = new(request.Settings.Tiers.Start);
    int _agent;
    int _refusals;
    Spent _spent = new();

    /// <summary>Calls an agent until a call counts as an iteration: what time, another agent or a person mends does not count.</summary>
    async Task<(ExecuteAgentResult? Call, Ending? Ending)> CallAgentAsync()
    {
        var transients = 0;
        while (true)
        {
            if (await SafePointAsync() is { } refused)
            {
                return (null, refused);
            }

            if (Rounds >= MostRounds || _agents.Pick(context.CurrentUtcDateTime) is not { } index)
            {
                await ParkAsync();
                continue;
            }

            Choose(index);
            var call = await CallOnceAsync();
            switch (call?.Outcome)
            {
                case null or AgentOutcome.Cancelled:
                    return (null, Cancelled());
                case AgentOutcome.Transient when ++transients < MostTransients:
                    await BackOffAsync(call, transients);
                    break;
                case AgentOutcome.Transient or AgentOutcome.RateLimited or AgentOutcome.QuotaExceeded or AgentOutcome.AuthExpired or AgentOutcome.NotInstalled:
                    transients = 0;
                    _agents = _agents.Without(index, call, context.CurrentUtcDateTime, Backoff.After(Rounds + 1, _firstRest, _longestRest, context.NewGuid()));
                    _refusals++;
                    break;
                default:
                    _refusals = 0;
                    _agents = _agents.Working(index);
                    return (call, null);
            }
        }
    }

    /// <summary>The point between two steps at which people and budgets are heard.</summary>
    async Task<Ending?> SafePointAsync()
    {
        await StandStillAsync();
        return _control.Cancelling ? Cancelled() : Limits.Refuse(Settings.Budget, Spent());
    }

    void Choose(int index)
    {
        if (index != _agent)
        {
            _agent = index;
            _rung = new(_rung.Tier);
        }
    }

    async Task<ExecuteAgentResult?> CallOnceAsync()
    {
        if (_trail.Current?.State != LoopState.ApplyPatch)
        {
            Enter(LoopState.ApplyPatch);
        }

        var agent = _agents.Agents[_agent];
        IReadOnlyList<Instruction> given = [];
        var (before, revision) = (Workspace.Commit, 0);
        var call = await StepAsync<ExecuteAgentResult>(FunctionNames.ExecuteAgent, agent.Name, step =>
        {
            // Only now: a pause may have held the step back, and people speak meanwhile.
            (given, revision) = (_control.Pending, _control.GuardRevision);
            return new ExecuteAgentInput
            {
                Step = step,
                Workspace = Workspace,
                Agent = Limits.Bounded(agent, Settings.Budget, Spent()),
                Model = Escalation.ModelOf(agent, _rung),
                Tier = _rung.Tier,
                Prompt = Prompt(given),
                Guard = _control.Policy,
            };
        });
        return call is null ? null : await GuardAsync(Counted(call, given), before, revision);
    }

    ExecuteAgentResult Counted(ExecuteAgentResult call, IReadOnlyList<Instruction> given)
    {
        _workspace = call.Workspace;
        _filesChanged += call.FilesChanged;
        _spent = _spent with { AgentTime = _spent.AgentTime + call.Duration, Usage = _spent.Usage.Plus(call.Usage), Calls = _spent.Calls + 1 };
        Note(call.Notices);
        if (call.Outcome is AgentOutcome.Completed or AgentOutcome.Timeout or AgentOutcome.IdleTimeout && given.Count > 0)
        {
            _control = _control.Given(given[^1].Sequence, _iteration);
            _idle = 0;
        }

        return call;
    }

    Task BackOffAsync(ExecuteAgentResult call, int attempt)
    {
        var now = context.CurrentUtcDateTime;
        var until = now + Backoff.After(attempt, _firstRetry, _longestRetry, context.NewGuid());
        var agent = _agents.Agents[_agent].Name;
        return WaitAsync(new(call.Outcome, Short($"Agent {agent} met a passing fault: {call.Error}"), "Nothing; it tries again by itself.", now, until));
    }

    /// <summary>How often in a row all agents have said, one after the other, that they cannot be called.</summary>
    int Rounds => _refusals / _agents.Agents.Count;

    /// <summary>Waits for the agent that comes back first; after so many rounds only a person brings it back.</summary>
    async Task ParkAsync()
    {
        Enter(LoopState.Ready);
        var (agent, absence) = _agents.First();
        var until = Earliest(Rounds >= MostRounds ? null : absence.Until, WallTimeEnd());
        await WaitAsync(new(absence.Outcome, Short($"Agent {agent.Name}: {absence.Error}"), Remedies.For(absence.Outcome, agent.Name), context.CurrentUtcDateTime, until));
        if (_control.RetryNow)
        {
            _refusals = 0;
            _agents = _agents.Restored();
        }
    }

    static DateTime? Earliest(DateTime? one, DateTime? other) => one is null || other < one ? other ?? one : one;

    static string Short(string text) => BoundedText.Cut(BoundedText.Line(text), 200)!;

    DateTime? WallTimeEnd() => Settings.Budget.WallTime is { } wall ? context.CurrentUtcDateTime + (wall - Spent().WallTime) : null;

    Spent Spent() => _spent with { WallTime = context.CurrentUtcDateTime - _startedAt - _control.PausedTime };
}
