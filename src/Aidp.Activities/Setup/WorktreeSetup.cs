using Aidp.Activities.Artifacts;
using Aidp.Activities.Confinement;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Setup;

/// <summary>Makes a worktree that a project can be built and tested in: the files of the commit, copies of ignored files, and what setup commands install.</summary>
/// <remarks>Public because the activity, which is, asks for it in its constructor.</remarks>
public sealed class WorktreeSetup
{
    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;
    readonly Sandbox _sandbox;
    readonly ProcessRunner _runner;
    readonly GitRunner _git;
    readonly StateFolder _state;
    readonly TimeProvider _time;

    internal WorktreeSetup(RunWorkspaces workspaces, ArtifactStore artifacts, Sandbox sandbox, ProcessRunner runner, GitRunner git, StateFolder state, TimeProvider time) =>
        (_workspaces, _artifacts, _sandbox, _runner, _git, _state, _time) = (workspaces, artifacts, sandbox, runner, git, state, time);

    /// <summary>Makes it, or says why it cannot be made.</summary>
    internal async Task<CreateWorktreeResult> RunAsync(CreateWorktreeInput input, RunWatch watch, CancellationToken cancellationToken)
    {
        var source = RemoteLocation.IsOne(input.Repository.Location)
            ? new SourceInspection.Accepted(new SourceFacts(input.Repository.Location, input.Repository.BaseCommit, input.Repository.BaseBranch, IsBare: true, CopyNotices(input.Setup.Copy)))
            : await _workspaces.InspectAsync(input.Repository.Location, cancellationToken);
        if (source is SourceInspection.Refused refused)
        {
            return new CreateWorktreeResult { Error = refused.Message };
        }

        var wanted = new Workspace { Run = input.Step.Run, Repository = input.Repository, Slug = input.Slug, Commit = input.Repository.BaseCommit };
        try
        {
            return await MakeAsync(input, wanted, ((SourceInspection.Accepted)source).Facts, watch, cancellationToken);
        }
        catch (Exception problem) when (problem is GitException or SandboxException)
        {
            return new CreateWorktreeResult { Error = problem.Message };
        }
    }

    static IReadOnlyList<string> CopyNotices(IReadOnlyList<string> globs) =>
        globs.Count == 0 ? [] : ["setup.copy takes files from a working copy, and a repository at a URL has none: nothing was copied."];

    async Task<CreateWorktreeResult> MakeAsync(CreateWorktreeInput input, Workspace wanted, SourceFacts source, RunWatch watch, CancellationToken cancellationToken)
    {
        await using var workspace = await _workspaces.CreateAsync(wanted, cancellationToken);
        var notices = source.Notices.ToList();
        if (await _sandbox.NoticeAsync(cancellationToken) is { } unconfined)
        {
            notices.Add(unconfined);
        }

        var journal = workspace.Step(input.Step.Number);
        if (await journal.ReadAttemptAsync(cancellationToken) is not null)
        {
            await journal.EndLeftoversAsync(cancellationToken);
            if (await workspace.SalvageAsync(input.Step.Number, cancellationToken) is { } salvage)
            {
                notices.Add($"Setup was interrupted; {salvage.Notice("the files that it had changed")}");
            }
        }

        var marker = Path.Combine(_state.Journal(input.Step.Run), "setup");
        if (!Directory.Exists(workspace.Directory))
        {
            File.Delete(marker);
        }

        await workspace.PrepareAsync(cancellationToken);
        if (!RemoteLocation.IsOne(source.Location))
        {
            notices.AddRange(await new IgnoredFiles(_git, source.Location, workspace.Directory).CopyAsync(input.Setup.Copy, cancellationToken));
        }

        var commands = new SetupCommands(_runner, _artifacts, marker, _time) { Wrapper = await _sandbox.AroundAsync(workspace, cancellationToken) };
        var problem = await commands.RunAsync(input, workspace, journal, watch, cancellationToken);
        if (problem is null)
        {
            return new CreateWorktreeResult { Workspace = wanted, Notices = notices };
        }

        // Without a workspace the run ends here, and nothing else would remove it.
        try
        {
            await workspace.Worktree.RemoveAsync(cancellationToken);
        }
        catch (IOException left)
        {
            notices.Add(left.Message);
        }

        return new CreateWorktreeResult { Error = problem, Notices = notices };
    }
}
