using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Orchestrations.WorkLoop;

sealed partial class LoopRun
{
    const int MostDetail = 1_000;

    /// <summary>DONE: keeps the work whatever the ending, cleans up, and says how it went.</summary>
    async Task<RunResult> FinishAsync(Ending ending)
    {
        _control = (ending.Status == RunStatus.Cancelled ? _control.Cancelled(_iteration) : _control) with { Ending = true };
        Enter(LoopState.Done);
        PublishBranchResult? published = null;
        if (_workspace is not null && _filesChanged > 0)
        {
            (ending, published) = await PublishBranchAsync(ending);
        }

        if (_workspace is not null)
        {
            ending = await RemoveWorktreeAsync(ending);
        }

        Publish();
        return Result(ending, published);
    }

    async Task<(Ending Ending, PublishBranchResult? Published)> PublishBranchAsync(Ending ending)
    {
        PublishBranchResult published;
        try
        {
            published = await PublishOnceAsync(ending);
            if (published.Guard is not null)
            {
                (ending, published) = await PublishAllowedAsync(ending);
            }
        }
        catch (TaskFailedException failure)
        {
            published = new() { Error = failure.FailureDetails.ErrorMessage };
        }

        var notPublished = $"The branch was not published: {BoundedText.Cut(published.Error, 600)} The run's journal holds the work.";
        return ((published, ending.Status) switch
        {
            ({ Error: not null }, RunStatus.Completed) => new(RunStatus.Failed, RunReasons.Publish, notPublished),
            ({ Error: not null }, _) => ending.Adding(notPublished),
            ({ Branch: null }, RunStatus.Completed) => Ending.NoChanges,
            _ => ending,
        }, published);
    }

    Task<PublishBranchResult> PublishOnceAsync(Ending ending) => CallAsync<PublishBranchResult>(
        FunctionNames.PublishBranch,
        null,
        step => new PublishBranchInput { Step = step, Workspace = Workspace, Message = CommitMessage.Of(request, _run, ending, _begun), Guard = _control.Policy });

    /// <summary>Publishes what is left when all that the guard policy forbids is undone, if it can be.</summary>
    async Task<(Ending Ending, PublishBranchResult Published)> PublishAllowedAsync(Ending ending)
    {
        var enforced = (await EnforceAsync(Workspace.Commit, publishing: true, always: true))!;
        var undone = enforced.Guard is { ViolationCount: > 0 } findings ? GuardReport.ForPerson(findings) : "";
        if (ending.Status == RunStatus.Completed)
        {
            ending = new(RunStatus.Failed, RunReasons.Guard, $"The guard policy forbids a part of the change, and the checks have not judged the rest: {undone}");
        }

        var published = enforced.StillTooLarge ? new() : await PublishOnceAsync(ending);
        return (ending, enforced.StillTooLarge || published.Guard is not null ? new() { Error = $"The guard policy forbids it: {undone}" } : published);
    }

    async Task<Ending> RemoveWorktreeAsync(Ending ending)
    {
        try
        {
            // One that was recorded by an earlier program has no result.
            var removed = await CallAsync<RemoveWorktreeResult?>(
                FunctionNames.RemoveWorktree,
                null,
                step => new RemoveWorktreeInput { Step = step, Workspace = Workspace, Salvages = ending.Reason == RunReasons.Infrastructure });
            return ending.Adding(removed?.Salvaged);
        }
        catch (TaskFailedException failure)
        {
            return ending.Adding($"The worktree was left behind: {BoundedText.Cut(failure.FailureDetails.ErrorMessage, 200)}");
        }
    }

    RunResult Result(Ending ending, PublishBranchResult? published) => new()
    {
        Status = ending.Status,
        Reason = ending.Reason,
        Detail = BoundedText.Cut(ending.Detail, MostDetail),
        Iterations = _begun,
        FinalCommit = _workspace?.Commit,
        Branch = published?.Branch,
        PublishedCommit = published?.Commit,
        Checks = Verdicts,
        FailedBefore = _failedBefore,
        Usage = _spent.Usage,
        WallTime = context.CurrentUtcDateTime - _startedAt,
        AgentTime = _spent.AgentTime,
        ChecksTime = _checksTime,
        Artifacts = $"runs/{_run}/",
        Notices = _notices,
        Trail = _trail.TakeUntold(),
    };
}
