using Aidp.Activities.Configuration;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;

namespace Aidp.Activities.Confinement;

/// <summary>
/// Keeps what works on a worktree (agents, checks, setup commands) away from Aidp's own files, from other processes and from the user's repository. What
/// Aidp keeps looks like an empty folder with one worktree in it; the repository can be read and not changed.
/// </summary>
/// <param name="mode">Whether there is to be one.</param>
/// <param name="state">The state folder.</param>
/// <param name="hidden">What else must not be seen: where the host's socket is.</param>
sealed class Sandbox(SandboxMode mode, StateFolder state, IReadOnlyList<string> hidden, Bubblewrap bubblewrap, ProcessRunner processes)
{
    volatile bool _works;

    /// <summary>What programs that work on a worktree run in; null for nothing.</summary>
    /// <exception cref="SandboxException">There must be a sandbox, and there can be none.</exception>
    /// <exception cref="IOException">Whether there can be one is to be seen later.</exception>
    public async Task<ProcessWrapper?> AroundAsync(RunWorkspace workspace, CancellationToken cancellationToken) =>
        mode != SandboxMode.Off && await ProblemAsync(cancellationToken) is null ? bubblewrap.Around(View(workspace)) : null;

    /// <summary>What a run should say when it does without; null when it need not.</summary>
    /// <exception cref="SandboxException">There must be a sandbox, and there can be none.</exception>
    /// <exception cref="IOException">Whether there can be one is to be seen later.</exception>
    public async Task<string?> NoticeAsync(CancellationToken cancellationToken) =>
        mode != SandboxMode.Off && await ProblemAsync(cancellationToken) is { } problem
            ? $"Agents and checks run without a sandbox: {problem} To do without one and not be told, set 'sandbox: off' in {ConfigurationFiles.UserFileForPeople}."
            : null;

    async Task<SandboxProblem?> ProblemAsync(CancellationToken cancellationToken)
    {
        if (_works)
        {
            return null;
        }

        var problem = await bubblewrap.TryAsync(processes, cancellationToken);
        _works = problem is null;
        if (problem is { MayPass: true })
        {
            throw new IOException($"Whether this machine can make a sandbox is not to be seen at this moment, and nothing runs without one for that: {problem.Cause} The step is tried again.");
        }

        return problem is not null && mode == SandboxMode.Required
            ? throw new SandboxException($"Agents and checks may run in a sandbox only ('sandbox: required' is set for this machine), and there is none: {problem}")
            : problem;
    }

    SandboxView View(RunWorkspace workspace)
    {
        var location = workspace.Value.Repository.Location;
        return new SandboxView(
            [.. new[] { state.Root }.Concat(hidden).Where(Directory.Exists).Select(RealPath.Of).Distinct()],
            [.. SourceFolders.Of(location), RealPath.Of(Path.Combine(state.Repository(location), "objects"))],
            [RealPath.Of(workspace.Directory)]);
    }
}
