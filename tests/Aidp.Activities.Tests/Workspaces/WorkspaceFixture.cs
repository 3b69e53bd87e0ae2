using Aidp.Activities.Confinement;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Activities.Tests.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Tests.Workspaces;

/// <summary>A user's repository, a state folder, and the workspaces in it.</summary>
public abstract class WorkspaceFixture : IDisposable
{
    protected WorkspaceFixture()
    {
        User = new UserRepository(Folder);
        Processes = new ProcessRunner(TimeProvider.System);
        GitRunner = new GitRunner(Processes, TimeProvider.System);
        Workspaces = new RunWorkspaces(new StateFolder(Folder["state"]), GitRunner, Processes, TimeProvider.System);
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected UserRepository User { get; }

    private protected ProcessRunner Processes { get; }

    private protected GitRunner GitRunner { get; }

    private protected RunWorkspaces Workspaces { get; }

    /// <summary>The sandbox that this machine can make, if it can.</summary>
    private protected Sandbox Sandbox => new(SandboxMode.Auto, new StateFolder(Folder["state"]), [], new Bubblewrap(), Processes);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A run that starts from the user's HEAD.</summary>
    private protected async Task<Workspace> StartAsync(string run = "r1", string slug = "task")
    {
        var facts = Assert.IsType<SourceInspection.Accepted>(await Workspaces.InspectAsync(User.Path, Stop)).Facts;
        var workspace = new Workspace
        {
            Run = run,
            Slug = slug,
            Commit = facts.HeadCommit,
            Repository = new RepositorySource { Location = facts.Location, BaseCommit = facts.HeadCommit, BaseBranch = facts.HeadBranch },
        };
        await using var opened = await Workspaces.CreateAsync(workspace, Stop);
        await opened.PrepareAsync(Stop);
        return workspace;
    }

    /// <summary>One step, in which a shell script stands for the agent.</summary>
    private protected async Task<(Workspace Workspace, Snapshot Snapshot)> StepAsync(Workspace workspace, int step, string script)
    {
        await using var opened = await Workspaces.OpenAsync(workspace, Stop);
        await opened.PrepareAsync(Stop);
        await ShellAsync(opened.Directory, script);
        var snapshot = await opened.SnapshotAsync(Stop);
        var commit = await opened.CommitAsync(step, 1, $"Step {step}", snapshot.Tree, Stop);
        return (workspace with { Commit = commit.Commit }, snapshot);
    }

    /// <summary>Runs a script with an ordinary git at hand.</summary>
    private protected async Task<string> ShellAsync(string folder, string script)
    {
        var result = await Processes.RunAsync(
            new ProcessCommand
            {
                Executable = "/bin/sh",
                Arguments = ["-c", script],
                WorkingDirectory = folder,
                Environment = ProcessEnvironment.Create(values: [new("GIT_CONFIG_GLOBAL", "/dev/null"), new("GIT_CONFIG_NOSYSTEM", "1")]),
                Timeout = TimeSpan.FromMinutes(5),
            },
            Stop);
        Assert.True(result.IsSuccess, result.Error.Tail + result.Problem);
        return result.Output.Tail;
    }

    /// <summary>The files of a commit, as Aidp's clone has them.</summary>
    private protected async Task<string[]> FilesAsync(Workspace workspace, string commit)
    {
        await using var opened = await Workspaces.OpenAsync(workspace, Stop);
        return [.. (await opened.Repository.RunAsync(Stop, "ls-tree", "-r", "-z", "--name-only", commit)).Items];
    }

    public void Dispose() => Folder.Dispose();
}
