using System.Runtime.InteropServices;

namespace Aidp.Activities.Processes;

sealed partial class ProcessRunner
{
    /// <summary>What the supervisor itself may take to kill a tree (Aidp.Supervisor's <c>Tree</c>), and a little more.</summary>
    static readonly TimeSpan _supervisorLimit = TimeSpan.FromSeconds(6);

    /// <summary>Runs an agent, a check or a setup command. Whatever it starts, also in other sessions, ends with it, with this process, and within a moment of being cancelled.</summary>
    public async Task<ProcessResult> RunSupervisedAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        var (path, end, problem) = ExecutableSearch.Find(command);
        if (path is not null && command.Wrapper is { } wrapper)
        {
            command = command with { Executable = wrapper.Executable, Arguments = [.. wrapper.Arguments, path, .. command.Arguments] };
            (path, end, problem) = ExecutableSearch.Find(command);
        }

        var (supervisor, arguments, missing) = SupervisorLaunch.Find();
        if (path is null || missing is not null)
        {
            return ProcessResult.NotStarted(path is null ? end : ProcessEnd.NotFound, missing ?? problem);
        }

        var token = command.Token ?? ProcessTree.NewToken();
        command = command with { Environment = Marked(command, token) };
        var written = command.Input is StandardInput.Literal literal ? await _launches.CreateAsync(literal.Value, cancellationToken) : null;
        try
        {
            using var report = new SupervisorReport(command, _launches);
            var input = written ?? (command.Input is StandardInput.FromFile file ? Path.GetFullPath(file.Path, command.WorkingDirectory) : null);
            var lifeline = new Lifeline(command, SupervisorLaunch.Encode(command, path, input, report.Path));
            return await SuperviseAsync(command, (supervisor, arguments, token), lifeline, report, cancellationToken);
        }
        finally
        {
            if (written is not null)
            {
                File.Delete(written);
            }
        }
    }

    async Task<ProcessResult> SuperviseAsync(ProcessCommand command, (string Path, string[] Arguments, string Token) supervisor, Lifeline lifeline, SupervisorReport report, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(command, time, cancellationToken);
        using var kill = new CancellationTokenSource();
        var run = new Run(command, deadline, time);
        if (!run.TryStart(supervisor.Path, supervisor.Arguments, SupervisorLaunch.Environment(supervisor.Token), lifeline.Source, lifeline.Attach, kill.Token))
        {
            return run.NotStarted;
        }

        if (await Task.WhenAny(run.Ended, run.Exited, deadline.Reached) == deadline.Reached)
        {
            lifeline.Release();
            await run.WaitAsync(command.Grace + _supervisorLimit, run.Ended, run.Exited);
        }

        // Without its last word the supervisor was killed: what it guarded is found by the token.
        var lost = report.Ended is null ? await ProcessTree.EndAsync(supervisor.Token, time) : 0;
        await run.WaitAsync(_drain, run.Ended);
        await kill.CancelAsync();
        var end = deadline.Reached.IsCompleted ? await deadline.Reached : report.Ended is null ? ProcessEnd.SupervisorLost : ProcessEnd.Exited;
        var result = await run.ResultAsync(end, report.Ended?.ExitCode ?? -1, report.Ended?.LeftBehind ?? lost);
        if (command.Wrapper is { } wrapper && end == ProcessEnd.Exited && !result.IsSuccess && result.Error.Tail.StartsWith(wrapper.Complaint, StringComparison.Ordinal))
        {
            return ProcessResult.NotStarted(ProcessEnd.NotExecutable, result.Error.Tail.Trim());
        }

        return lifeline.Problem is { } problem and not OperationCanceledException ? throw new InvalidOperationException($"'{command.Executable}' was not started: {problem.Message}", problem)
            : report.StartError is { } error ? ProcessResult.NotStarted(ProcessEnd.NotExecutable, $"The system refused to start '{command.Executable}': {Marshal.GetPInvokeErrorMessage(error)} (errno {error}).")
            : result;
    }
}
