using Aidp.Orchestrations.Settings;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    readonly Dictionary<string, CheckVerdict> _verdicts = [];
    TimeSpan _checksTime;

    /// <summary>The newest verdict of each check, in the order in which the checks are configured.</summary>
    IReadOnlyList<CheckVerdict> Verdicts =>
        [.. Settings.Checks.Where(check => _verdicts.ContainsKey(check.Name)).Select(check => _verdicts[check.Name])];

    /// <summary>Runs checks one after the other, since they share the worktree; null means cancelled.</summary>
    async Task<IReadOnlyList<CheckResult>?> CheckAsync(IReadOnlyList<CheckSettings> checks, bool keepChanges)
    {
        List<CheckResult> results = [];
        foreach (var check in checks)
        {
            var result = await StepAsync<CheckResult>(
                CheckPlan.ActivityOf(check),
                check.Name,
                step => new RunCheckInput { Step = step, Workspace = Workspace, Check = check });
            _checksTime += result?.Duration ?? TimeSpan.Zero;
            if (result is null || result.Verdict.Outcome == CheckOutcome.Cancelled)
            {
                return null;
            }

            results.Add(result);
            _verdicts[check.Name] = result.Verdict;
            if (keepChanges && result.ChangedFiles && CheckPlan.KeepsChanges(check) && !await KeepChangesAsync(check))
            {
                return null;
            }
        }

        return results;
    }

    /// <summary>Commits what a formatter changed; false means cancelled.</summary>
    async Task<bool> KeepChangesAsync(CheckSettings check)
    {
        var kept = await StepAsync<CommitChangesResult>(
            FunctionNames.CommitChanges,
            check.Name,
            step => new CommitChangesInput { Step = step, Workspace = Workspace, Message = $"Keep what check '{check.Name}' changed", Guard = _control.Policy });
        if (kept is null)
        {
            return false;
        }

        _workspace = kept.Workspace;
        _filesChanged += kept.FilesChanged;
        Note(kept.Notices);
        return true;
    }
}
