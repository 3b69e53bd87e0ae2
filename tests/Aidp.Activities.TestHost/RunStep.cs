using System.Diagnostics;
using Aidp.Activities.Git;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.TestHost;

/// <summary>One run of one agent step: what the activities do, one after the other, and again after a death.</summary>
static class RunStep
{
    public static async Task<int> RunAsync(string state, string location, string baseCommit, string listener, int killAt)
    {
        DiagnosticListener.AllListeners.Subscribe(new KillSwitch(listener, killAt));
        var processes = new ProcessRunner(TimeProvider.System);
        var (workspaces, workspace) = Prepare(state, location, baseCommit, processes);
        await using (await workspaces.CreateAsync(workspace, CancellationToken.None))
        {
        }

        await using (var opened = await workspaces.OpenAsync(workspace, CancellationToken.None))
        {
            workspace = workspace with { Commit = await StepAsync(opened, processes) };
        }

        await using (var opened = await workspaces.OpenAsync(workspace, CancellationToken.None))
        {
            Console.WriteLine((await opened.PublishAsync("Published", CancellationToken.None)).GetType().Name);
        }

        await workspaces.RemoveWorktreeAsync(workspace.Run, CancellationToken.None);
        return 0;
    }

    /// <summary>Only makes the workspace.</summary>
    public static async Task<int> OpenAsync(string state, string location, string baseCommit)
    {
        var (workspaces, workspace) = Prepare(state, location, baseCommit, new(TimeProvider.System));
        await using var opened = await workspaces.CreateAsync(workspace, CancellationToken.None);
        return 0;
    }

    static (RunWorkspaces Workspaces, Workspace Workspace) Prepare(string state, string location, string baseCommit, ProcessRunner processes) => (
        new RunWorkspaces(new StateFolder(state), new GitRunner(processes, TimeProvider.System), processes, TimeProvider.System),
        new Workspace { Run = "r", Slug = "task", Commit = baseCommit, Repository = new() { Location = location, BaseCommit = baseCommit } });

    static async Task<string> StepAsync(RunWorkspace opened, ProcessRunner processes)
    {
        if (await opened.FindStepAsync(1, CancellationToken.None) is { } done)
        {
            return done.Commit;
        }

        var journal = opened.Step(1);
        var outcome = await journal.ReadOutcomeAsync<Outcome>(CancellationToken.None) ?? await CallAsync(opened, journal, processes);
        return (await opened.CommitAsync(1, 1, "Agent", outcome.Tree, CancellationToken.None)).Commit;
    }

    static async Task<Outcome> CallAsync(RunWorkspace opened, StepJournal journal, ProcessRunner processes)
    {
        var before = await journal.ReadAttemptAsync(CancellationToken.None);
        if (before is not null)
        {
            await journal.EndLeftoversAsync(CancellationToken.None);
            await opened.SalvageAsync(1, CancellationToken.None);
        }

        await opened.PrepareAsync(CancellationToken.None);
        var token = ProcessTree.NewToken();
        var command = new ProcessCommand
        {
            Executable = "/bin/sh",
            Arguments = ["-c", "test ! -e one || exit 9; echo 1 > one; mkdir two; (setsid sleep 1000 &) ; echo 2 > two/two; git add -A; git commit -qm mine"],
            WorkingDirectory = opened.Directory,
            Environment = ProcessEnvironment.Create(),
            Timeout = TimeSpan.FromMinutes(1),
            Token = token,
            BeforeStart = (process, stop) => journal.BeginAttemptAsync(new StepAttempt((before?.Attempt ?? 0) + 1, token, process, TimeProvider.System.GetUtcNow()), stop),
        };
        var result = await processes.RunSupervisedAsync(command, CancellationToken.None);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"{result.End} {result.ExitCode} {result.Error.Tail}");
        }

        var outcome = new Outcome((await opened.SnapshotAsync(CancellationToken.None)).Tree);
        await journal.RecordOutcomeAsync(outcome, CancellationToken.None);
        return outcome;
    }

    sealed record Outcome(string Tree);
}
