using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    GateStatus _gates = new();
    TaskList _tasks = new();
    string? _lastPass;
    bool _checksPass;
    int _filesChanged;

    /// <summary>One iteration; null means that another follows.</summary>
    async Task<Ending?> IterateOnceAsync(int iteration)
    {
        _iteration = iteration;
        _gates = new();
        Enter(LoopState.Ready);
        var before = _filesChanged;
        var (call, ending) = await CallAgentAsync();
        if (call is null)
        {
            return ending;
        }

        _begun = iteration;
        _lastError = call.Outcome == AgentOutcome.Completed ? null : Failure(call);
        _tasks = _tasks.After(call.Tasks);
        if (call.Outcome != AgentOutcome.Completed && call.FilesChanged == 0)
        {
            // The files are those that were judged before.
            Enter(LoopState.Fail);
            Enter(LoopState.Diagnose);
            return NextPatch(call, failed: true, idle: true);
        }

        var (failed, judged) = await JudgeAsync(call);
        return judged ?? NextPatch(call, failed, idle: _filesChanged == before);
    }

    /// <summary>TEST and what follows from it: the run's end, or whether the iteration failed.</summary>
    async Task<(bool Failed, Ending? Ending)> JudgeAsync(ExecuteAgentResult call)
    {
        Enter(LoopState.Test);
        var saysComplete = call is { Outcome: AgentOutcome.Completed, SaysComplete: true };
        var results = await CheckAsync(CheckPlan.Due(Settings.Checks, saysComplete), keepChanges: true);
        if (results is null || !await TakeCheckpointAsync(results))
        {
            return (false, Cancelled());
        }

        _gates = Gates.Judge([.. results.Select(result => result.Verdict)], saysComplete, Settings.RequireTasks, _tasks) with { Guard = _undone is null };
        _checksPass = _gates.Checks == true;
        if (!_checksPass)
        {
            return await FailAsync(results);
        }

        Enter(LoopState.Pass);
        _openGate = Gates.FirstClosed(_gates, _tasks);
        if (_openGate is null)
        {
            return await RunFullLoopAsync(results);
        }

        NotePass();
        return (call.Outcome != AgentOutcome.Completed, null);
    }

    async Task<(bool Failed, Ending? Ending)> RunFullLoopAsync(IReadOnlyList<CheckResult> due)
    {
        var results = await CheckAsync(CheckPlan.FullLoop(Settings.Checks), keepChanges: false);
        if (results is null || _control.Cancelling)
        {
            return (false, Cancelled());
        }

        _gates = _gates with { FullLoop = Gates.Passed(results.Select(result => result.Verdict)) };
        _checksPass = _gates.FullLoop == true;
        if (!_checksPass)
        {
            return await FailAsync([.. due, .. results]);
        }

        NotePass();
        return await JudgeAgainAsync() ? (false, _control.Cancelling ? Cancelled() : _filesChanged == 0 ? Ending.NoChanges : Ending.Completed) : (false, null);
    }

    /// <summary>All that was judged passed: later failures are new, and what changed since now is what may cause them.</summary>
    void NotePass()
    {
        _lastPass = Workspace.Commit;
        _diagnosis = null;
        _failures = [];
    }

    /// <summary>FAIL and DIAGNOSE.</summary>
    async Task<(bool Failed, Ending? Ending)> FailAsync(IReadOnlyList<CheckResult> results)
    {
        Enter(LoopState.Fail);
        Enter(LoopState.Diagnose);
        _openGate = null;
        var diagnosis = await StepAsync<DiagnoseFailureResult>(FunctionNames.DiagnoseFailure, null, step => new DiagnoseFailureInput
        {
            Step = step,
            Workspace = Workspace,
            Checks = results,
            Before = _failures,
            FailedBefore = _failedBefore,
            LastPass = _lastPass,
        });
        if (diagnosis is null)
        {
            return (true, Cancelled());
        }

        _diagnosis = diagnosis.Report;
        _failures = diagnosis.Failures;
        return (true, null);
    }

    static string Failure(ExecuteAgentResult call) =>
        BoundedText.Cut($"The agent call ended as {call.Outcome}: {call.Error ?? "it did not say why."}", 1_000)!;
}
