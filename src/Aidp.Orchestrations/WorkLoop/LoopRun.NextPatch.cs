using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    IReadOnlyList<string> _failures = [];
    IReadOnlyList<string> _lastLook = [];
    string? _diagnosis;
    string? _openGate;
    string? _lastError;
    string? _assessment;
    int _idle;
    int _permanent;

    /// <summary>Settles what the agent is told next and which model hears it, or ends a run that does not move.</summary>
    Ending? NextPatch(ExecuteAgentResult call, bool failed, bool idle)
    {
        if (_control.Cancelling)
        {
            return Cancelled();
        }

        Enter(LoopState.NextPatch);
        _idle = idle ? _idle + 1 : 0;
        _permanent = call.Outcome is AgentOutcome.Permanent or AgentOutcome.SandboxViolation ? _permanent + 1 : 0;
        if (Stall.Judge(_idle, _permanent, _checksPass, _filesChanged > 0, call.Error) is { } ending)
        {
            return _undone is null || _idle < Stall.MostIdle ? ending : Ending.Guard(_idle, _undone);
        }

        var agent = _agents.Agents[_agent];
        _assessment = Assessment.Of(_iteration, _lastLook, _failures);
        _rung = _assessment is null ? Escalation.After(_rung, agent, Settings.Tiers, failed) : Escalation.Rise(_rung, agent, Settings.Tiers);
        _lastLook = Rhythm.KeepsFailures(_iteration) ? _failures : _lastLook;
        return null;
    }

    PromptParts Prompt(IReadOnlyList<Instruction> instructions) => new()
    {
        Task = request.Task,
        MaxIterations = Settings.MaxIterations,
        Diagnosis = _diagnosis,
        OpenGate = _openGate,
        LastError = _lastError,
        Undone = _undone,
        FailedBefore = _failedBefore,
        Instructions = [.. _control.Standing, .. instructions],
        OpenTasks = _tasks.Open,
        StyleGuide = Rhythm.HasStyleGuide(_iteration) ? Settings.StyleGuide : null,
        Assessment = _assessment,
        MaxBytes = Settings.MaxPromptBytes,
    };
}
