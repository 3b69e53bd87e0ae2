using Aidp.Activities.Git;

namespace Aidp.Activities.Workspaces;

/// <summary>A run's worktree and journal, held by one step at a time: no other attempt, in this process or another, touches them until it is disposed.</summary>
sealed class RunWorkspace : IAsyncDisposable
{
    readonly FolderLock _held;
    readonly StateFolder _state;
    readonly TimeProvider _time;
    readonly BranchPublisher _publisher;

    public RunWorkspace(FolderLock held, StateFolder state, TimeProvider time, GitRepository repository, Worktree worktree, BranchPublisher publisher, Orchestrations.Steps.Workspace workspace)
    {
        (_held, _state, _time, _publisher) = (held, state, time, publisher);
        (Repository, Worktree, Value) = (repository, worktree, workspace);
        Journal = new RunJournal(repository, workspace.Run);
    }

    /// <summary>The workspace as the orchestration knows it.</summary>
    public Orchestrations.Steps.Workspace Value { get; }

    /// <summary>The folder that agents and checks work in.</summary>
    public string Directory => Worktree.Directory;

    /// <summary>The run's private history.</summary>
    public RunJournal Journal { get; }

    /// <summary>The run's files.</summary>
    public Worktree Worktree { get; }

    /// <summary>Aidp's own clone.</summary>
    public GitRepository Repository { get; }

    /// <summary>What is known of a step.</summary>
    public StepJournal Step(int step) => new(_state.Step(Value.Run, step), _time);

    /// <summary>The marker of the processes of a step's check.</summary>
    public string CheckToken(int step) => _state.CheckToken(Value.Run, step);

    /// <summary>Makes the files equal to the workspace's commit, with a fresh <c>.git</c> for the agent.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Worktree.MakeEqualAsync(Value.Commit, cancellationToken);
        await Worktree.WriteAgentRepositoryAsync(Value.Slug, Value.Commit, cancellationToken);
    }

    /// <summary>Writes what the files are now as a tree, which the outcome of a step can name before there is a commit.</summary>
    public Task<Snapshot> SnapshotAsync(CancellationToken cancellationToken) => Worktree.SnapshotAsync(Value.Commit, cancellationToken);

    /// <summary>The commit of a step, if one of its attempts got so far.</summary>
    public Task<StepCommit?> FindStepAsync(int step, CancellationToken cancellationToken) => Journal.FindStepAsync(step, Value.Repository.BaseCommit, cancellationToken);

    /// <summary>Commits a step's tree to the journal; when another attempt of the same step was faster, its commit is the result. Throws when the journal has gone on to another step.</summary>
    public async Task<StepCommit> CommitAsync(int step, int iteration, string subject, string tree, CancellationToken cancellationToken) =>
        await Journal.AppendAsync(step, iteration, subject, tree, Value.Commit, cancellationToken)
        ?? await FindStepAsync(step, cancellationToken)
        ?? throw new GitException($"Run {Value.Run} has gone on from commit {Value.Commit}; step {step} is of the past and does not count.");

    /// <summary>Keeps what a dead attempt of a step left in the files, if it left anything; null when it did not.</summary>
    public async Task<Salvage?> SalvageAsync(int step, CancellationToken cancellationToken)
    {
        var (tree, leftOut) = await Worktree.SalvageAsync(Value.Commit, RunJournal.MaximumSalvageBytes, cancellationToken);
        return tree == await Repository.TreeAsync(Value.Commit, cancellationToken) && leftOut == 0
            ? null
            : new Salvage(await Journal.SalvageAsync(step, tree, Value.Commit, cancellationToken), leftOut);
    }

    /// <summary>Brings the workspace's commit, as one commit on the base, onto the user's branch <c>aidp/&lt;slug&gt;</c>.</summary>
    public async Task<Publication> PublishAsync(string message, CancellationToken cancellationToken) =>
        await _publisher.PublishAsync(await Repository.TreeAsync(Value.Commit, cancellationToken), Value.Repository.BaseCommit, message, cancellationToken);

    public ValueTask DisposeAsync() => _held.DisposeAsync();
}

/// <summary>What was kept of a dead attempt.</summary>
/// <param name="Ref">Where, in Aidp's clone.</param>
/// <param name="FilesLeftOut">How many files were too large to keep, or are none that git takes.</param>
sealed record Salvage(string Ref, int FilesLeftOut)
{
    /// <summary>Where it is, for people.</summary>
    /// <param name="files">What it is, for example "Its files".</param>
    public string Notice(string files) => $"{files} are kept for two weeks as {Ref}{(FilesLeftOut > 0 ? $", except {FilesLeftOut} that were too large or that git refuses" : "")}.";
}
