using Aidp.Activities.Artifacts;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities;

/// <summary>Bounds the disk in time: what is kept of a run goes some time after its end. Its branch in the user's repository stays.</summary>
/// <remarks>Public because the trigger, which is, asks for it in its constructor.</remarks>
public sealed class RunRetention
{
    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;
    readonly ArtifactLimits _limits;
    readonly TimeProvider _time;

    /// <summary>Makes it for these stores.</summary>
    public RunRetention(RunWorkspaces workspaces, ArtifactStore artifacts, ArtifactLimits limits, TimeProvider time) =>
        (_workspaces, _artifacts, _limits, _time) = (workspaces, artifacts, limits, time);

    /// <summary>Runs that ended before this moment are forgotten; see <see cref="ArtifactLimits.Retention"/>.</summary>
    public DateTimeOffset Limit => _time.GetUtcNow() - _limits.Retention;

    /// <summary>Removes a run's worktree, journal, salvage and artifacts. Again, it does nothing.</summary>
    public async Task ForgetAsync(string run, string location, CancellationToken cancellationToken)
    {
        await _workspaces.ForgetAsync(run, location, cancellationToken);
        await _artifacts.DeleteAsync(run, null, cancellationToken);
    }

    /// <summary>Drops what only forgotten runs needed of a repository's clone.</summary>
    public Task CompactAsync(string location, CancellationToken cancellationToken) => _workspaces.CompactAsync(location, cancellationToken);
}
