using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    string? _undone;
    int _judged;

    /// <summary>What follows from the judgement on a call: nothing, as a rule. What is forbidden is undone, and what needs a person's approval waits for it.</summary>
    async Task<ExecuteAgentResult> GuardAsync(ExecuteAgentResult call, string before, int revision)
    {
        // A call that never got to work leaves what the next prompt says about the one before.
        _undone = call.Outcome is AgentOutcome.Completed or AgentOutcome.Timeout or AgentOutcome.IdleTimeout ? null : _undone;
        if (call.Outcome == AgentOutcome.Cancelled || _control.Cancelling)
        {
            return call;
        }

        Judged(revision);
        if ((await SettleAsync(call.Guard, before)).FilesChanged is { } changed)
        {
            _filesChanged += changed - call.FilesChanged;
            call = call with { Workspace = Workspace, FilesChanged = changed };
        }

        return call;
    }

    /// <summary>Before the end, when the policy has changed since the last judgement: false when something had to be undone, so that the checks have to judge what is left.</summary>
    async Task<bool> JudgeAgainAsync()
    {
        if (!(await SettleAsync(null, Workspace.Commit)).Undone)
        {
            return true;
        }

        _openGate = GuardReport.Gate;
        _gates = _gates with { Guard = false };
        return false;
    }

    /// <summary>Undoes and asks until neither is left to do: whether anything was undone, and how many files differ from the commit before then; null when nothing had to be enforced.</summary>
    async Task<(bool Undone, int? FilesChanged)> SettleAsync(GuardFindings? findings, string before)
    {
        var (undone, changed) = (false, (int?)null);
        while (_judged != _control.GuardRevision || findings is { ViolationCount: > 0 } or { Awaiting.Count: > 0 })
        {
            if (_judged == _control.GuardRevision && findings is { ViolationCount: 0 } && await ApproveAsync(findings))
            {
                break;
            }

            if (await EnforceAsync(before) is not { } enforced)
            {
                break;
            }

            (undone, changed) = (undone || enforced.Guard is { ViolationCount: > 0 }, enforced.FilesChanged);
            findings = enforced.Guard is { Awaiting.Count: > 0 } awaiting ? awaiting with { Violations = [], ViolationCount = 0 } : null;
        }

        return (undone, changed);
    }

    /// <summary>Waits until a person has decided about all files; false when something has to be undone or judged anew.</summary>
    async Task<bool> ApproveAsync(GuardFindings findings)
    {
        var revision = _control.GuardRevision;
        _control = _control.Asking(findings, context.CurrentUtcDateTime);
        while (_control is { Approval.Files.Count: > 0, Cancelling: false } && _control.GuardRevision == revision)
        {
            // Nothing runs, so a pause takes effect at once.
            _control = _control.StandStill(context.CurrentUtcDateTime, _iteration);
            Publish();
            await Task.WhenAny(_inbox.Waiters);
            await TakeSignalsAsync();
        }

        var decided = _control.Approval is { Files.Count: 0 };
        _control = _control.Asked(context.CurrentUtcDateTime);
        Publish();
        return _control.Cancelling || (decided && _control.Decisions.Where(decision => decision.Commit == findings.Commit).All(decision => decision.Approved));
    }

    /// <summary>Undoes what the policy forbids; null when the run is cancelled, unless it is to be done all the same.</summary>
    async Task<EnforceGuardResult?> EnforceAsync(string before, bool publishing = false, bool always = false)
    {
        var revision = 0;
        object Input(StepContext step)
        {
            revision = _control.GuardRevision;
            return new EnforceGuardInput { Step = step, Workspace = Workspace, Before = before, Guard = _control.Policy, Publishing = publishing };
        }

        var enforced = always
            ? await CallAsync<EnforceGuardResult>(FunctionNames.EnforceGuard, null, Input)
            : await StepAsync<EnforceGuardResult>(FunctionNames.EnforceGuard, null, Input);
        if (enforced is null)
        {
            return null;
        }

        Judged(revision);
        _workspace = enforced.Workspace;
        if (enforced.Guard is { ViolationCount: > 0 } findings)
        {
            _undone = GuardReport.ForAgent(findings);
            Note([$"Iteration {_iteration}: undone by the guard policy: {GuardReport.ForPerson(findings)}"]);
        }

        return enforced;
    }

    void Judged(int revision)
    {
        _judged = revision;
        if (revision == _control.GuardRevision)
        {
            _control = _control.Judged(_iteration);
        }
    }
}
