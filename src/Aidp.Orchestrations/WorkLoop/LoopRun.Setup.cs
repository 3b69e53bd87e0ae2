using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    IReadOnlyList<string> _failedBefore = [];

    /// <summary>Makes the workspace and looks at the base commit: what cannot start stops the run before money is spent.</summary>
    async Task<Ending?> PrepareAsync()
    {
        Enter(LoopState.Ready);
        var made = await StepAsync<CreateWorktreeResult>(FunctionNames.CreateWorktree, null, step => new CreateWorktreeInput
        {
            Step = step,
            Repository = request.Repository,
            Slug = request.Slug,
            Setup = Settings.Setup,
        });
        _workspace = made?.Workspace;
        Note(made?.Notices ?? []);
        if (made is null || _control.Cancelling)
        {
            return Cancelled();
        }

        return _workspace is null ? new(RunStatus.Failed, RunReasons.Workspace, made.Error) : await LookAtBaseAsync();
    }

    async Task<Ending?> LookAtBaseAsync()
    {
        Enter(LoopState.Test);
        var results = await CheckAsync(CheckPlan.All(Settings.Checks), keepChanges: false);
        if (results is null)
        {
            return Cancelled();
        }

        _failedBefore = [.. results.Where(result => result.Verdict.Required && result.Verdict.Outcome != CheckOutcome.Passed).Select(result => result.Verdict.Name)];
        _lastPass = _failedBefore.Count == 0 ? Workspace.Commit : null;
        _checksPass = _failedBefore.Count == 0;
        return results.FirstOrDefault(result => result.Verdict.Outcome == CheckOutcome.CannotStart) is { } broken
            ? new(RunStatus.Failed, RunReasons.CheckCannotStart, $"Check '{broken.Verdict.Name}' cannot start: {broken.Error} No agent was called.")
            : null;
    }
}
