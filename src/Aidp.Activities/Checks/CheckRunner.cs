using System.Globalization;
using Aidp.Activities.Artifacts;
using Aidp.Activities.Checks.Output;
using Aidp.Activities.Confinement;
using Aidp.Activities.Configuration;
using Aidp.Activities.Processes;
using Aidp.Activities.Workspaces;
using Aidp.Orchestrations.Steps;

namespace Aidp.Activities.Checks;

/// <summary>Runs one check on the files of a step, of whatever category.</summary>
/// <remarks>Public because activities, which are, ask for it in their constructors.</remarks>
public sealed class CheckRunner
{
    readonly RunWorkspaces _workspaces;
    readonly ArtifactStore _artifacts;
    readonly Sandbox _sandbox;
    readonly ProcessRunner _processes;
    readonly TimeProvider _time;

    internal CheckRunner(RunWorkspaces workspaces, ArtifactStore artifacts, Sandbox sandbox, ProcessRunner processes, TimeProvider time) =>
        (_workspaces, _artifacts, _sandbox, _processes, _time) = (workspaces, artifacts, sandbox, processes, time);

    /// <summary>The result; that of an earlier attempt when it was finished.</summary>
    /// <param name="cancelled">Says that the run was cancelled: the check ends, and that is its result.</param>
    /// <param name="cancellationToken">Says that the host stops: there is no result, and the step runs again.</param>
    internal async Task<CheckResult> RunAsync(RunCheckInput input, CancellationToken cancelled, CancellationToken cancellationToken)
    {
        var names = new CheckArtifacts(input);
        var verdicts = new CheckVerdicts(_artifacts, names);
        if (await verdicts.ReadAsync(cancellationToken) is { } finished)
        {
            return finished;
        }

        if (cancelled.IsCancellationRequested)
        {
            return Result(input, CheckOutcome.Cancelled);
        }

        await using var workspace = await _workspaces.OpenAsync(input.Workspace, cancellationToken);
        // Another attempt may have had the workspace until now.
        if (await verdicts.ReadAsync(cancellationToken) is { } meanwhile)
        {
            return meanwhile;
        }

        _ = await ProcessTree.EndAsync(workspace.CheckToken(input.Step.Number), _time);
        await workspace.PrepareAsync(cancellationToken);
        var digest = new OutputDigest(workspace.Directory);
        var process = await ExecuteAsync(input, workspace, names.Output, digest, cancelled, cancellationToken);
        var result = Judge(input, process, digest) with { Output = names.Output.ToString() };
        if (result.Verdict.Outcome == CheckOutcome.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return result;
        }

        var tree = await workspace.Repository.TreeAsync(input.Workspace.Commit, cancellationToken);
        if (input.Check.Category == Orchestrations.Settings.CheckCategory.Format)
        {
            result = result with { ChangedFiles = tree != (await workspace.SnapshotAsync(cancellationToken)).Tree };
        }

        await _artifacts.WriteTextAsync(names.Summary, Summary(input, result, digest), cancellationToken);
        return await verdicts.FinishAsync(result, tree, cancellationToken);
    }

    async Task<ProcessResult> ExecuteAsync(RunCheckInput input, RunWorkspace workspace, ArtifactName log, OutputDigest digest, CancellationToken cancelled, CancellationToken cancellationToken)
    {
        await using var output = await _artifacts.OpenAppendAsync(log, fresh: true, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, cancellationToken);
        var wrapper = await _sandbox.AroundAsync(workspace, cancellationToken);
        Boundaries.Reach("check.start.before");
        var command = CheckCommand.For(input, workspace, new OutputTarget { Destination = output, Line = digest.Add }) with { Wrapper = wrapper };
        var process = await _processes.RunSupervisedAsync(command, either.Token);
        Boundaries.Reach("check.start.after");
        return process.End == ProcessEnd.SupervisorLost
            ? throw new IOException($"The supervisor of check '{input.Check.Name}' was killed while it ran, and the check with it; it is run again.")
            : process;
    }

    static CheckResult Judge(RunCheckInput input, ProcessResult process, OutputDigest digest)
    {
        var notStarted = process.End == ProcessEnd.Exited ? ShellStart.Problem(input.Check.Run, process.ExitCode, digest.Tail) : process.Problem;
        var outcome = process.End switch
        {
            ProcessEnd.Exited => process.ExitCode == 0 ? CheckOutcome.Passed : notStarted is null ? CheckOutcome.Failed : CheckOutcome.CannotStart,
            ProcessEnd.Cancelled => CheckOutcome.Cancelled,
            ProcessEnd.NotFound or ProcessEnd.NotExecutable => CheckOutcome.CannotStart,
            _ => CheckOutcome.TimedOut,
        };
        return Result(input, outcome) with
        {
            ExitCode = process.End == ProcessEnd.Exited ? process.ExitCode : null,
            Duration = process.Elapsed,
            Failures = outcome switch
            {
                CheckOutcome.Failed => digest.Failures.Count > 0 ? digest.Failures : [string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}")],
                CheckOutcome.TimedOut => [$"timed out after {DurationText.Format(input.Check.Timeout)}", .. digest.Failures.Take(19)],
                _ => [],
            },
            Error = outcome == CheckOutcome.CannotStart ? notStarted : null,
        };
    }

    static CheckResult Result(RunCheckInput input, CheckOutcome outcome) => new() { Verdict = new CheckVerdict(input.Check.Name, input.Check.Category, input.Check.Required, outcome) };

    static string Summary(RunCheckInput input, CheckResult result, OutputDigest digest)
    {
        var outcome = result.Verdict.Outcome switch
        {
            CheckOutcome.Passed => "passed",
            CheckOutcome.TimedOut => $"was ended after {DurationText.Format(input.Check.Timeout)}, which is as long as it may run",
            CheckOutcome.CannotStart => $"could not be started: {result.Error}",
            _ => string.Create(CultureInfo.InvariantCulture, $"failed with exit code {result.ExitCode}"),
        };
        var command = input.Check.Run.ReplaceLineEndings(" ; ");
        return $"`{(command.Length > 300 ? command[..300] + " ..." : command)}` {outcome}.\n\n{(result.Verdict.Outcome == CheckOutcome.Passed ? "" : OutputSummary.Write(digest))}";
    }
}
