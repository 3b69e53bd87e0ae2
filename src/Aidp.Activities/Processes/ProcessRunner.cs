using System.ComponentModel;
using System.Diagnostics;
using CliWrap;

namespace Aidp.Activities.Processes;

/// <summary>The one way to run a program: nothing inherited, output streamed in bounded memory, time limited by the monotonic clock, and no process left when it returns.</summary>
/// <param name="launches">Where files are that supervisors read and write; null for the folder of temporary files.</param>
sealed partial class ProcessRunner(TimeProvider time, string? launches = null)
{
    const int SigTerm = 15;

    /// <summary>
    /// How long outputs may stay open once the program has ended. Only a process outside its tree can hold them, which is rare, while on a machine
    /// under load it takes seconds until all that was written has been read: so this is long.
    /// </summary>
    static readonly TimeSpan _drain = TimeSpan.FromSeconds(30);

    readonly LaunchFolder _launches = new(launches, time);

    /// <summary>Runs a short-lived program that starts no others of its own accord, such as git, as a child of this process.</summary>
    public async Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        var (path, end, problem) = ExecutableSearch.Find(command);
        if (path is null)
        {
            return ProcessResult.NotStarted(end, problem);
        }

        using var deadline = new Deadline(command, time, cancellationToken);
        using var kill = new CancellationTokenSource();
        var run = new Run(command, deadline, time);
        var input = command.Input switch
        {
            StandardInput.Literal literal => PipeSource.FromString(literal.Value),
            StandardInput.FromFile file => PipeSource.FromFile(file.Path),
            _ => PipeSource.Null,
        };
        if (!run.TryStart(path, command.Arguments, Marked(command, command.Token), input, _ => { }, kill.Token))
        {
            return run.NotStarted;
        }

        if (await Task.WhenAny(run.Ended, run.Exited, deadline.Reached) == deadline.Reached)
        {
            _ = ProcessSignals.Send(run.ProcessId, SigTerm);
            await run.WaitAsync(command.Grace, run.Ended, run.Exited);
        }

        await run.WaitAsync(run.Exited.IsCompleted ? _drain : TimeSpan.Zero, run.Ended);
        await kill.CancelAsync();
        return await run.ResultAsync(deadline.Reached.IsCompleted ? await deadline.Reached : ProcessEnd.Exited, null, 0);
    }

    static IReadOnlyDictionary<string, string> Marked(ProcessCommand command, string? token) => token is null
        ? command.Environment
        : new Dictionary<string, string>(command.Environment, StringComparer.Ordinal) { [ProcessEnvironment.Marker] = token };

    /// <summary>One program while it runs.</summary>
    sealed class Run(ProcessCommand command, Deadline deadline, TimeProvider time)
    {
        readonly OutputRecorder _output = new(command.Output, command.Secrets, deadline.Rewind);
        readonly OutputRecorder _error = new(command.Error, command.Secrets, deadline.Rewind);
        readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly long _start = time.GetTimestamp();
        Task<CommandResult> _ended = Task.FromException<CommandResult>(new InvalidOperationException("Not started."));

        /// <summary>Why it could not be started.</summary>
        public ProcessResult NotStarted { get; private set; } = ProcessResult.NotStarted(ProcessEnd.NotExecutable, "");

        public int ProcessId { get; private set; }

        /// <summary>The process is gone and its outputs are at their end; faults only when a recorded output cannot be read.</summary>
        public Task Ended { get; private set; } = Task.CompletedTask;

        /// <summary>The process is gone; its outputs may be open.</summary>
        public Task Exited => _exited.Task;

        public bool TryStart(string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, PipeSource input, Action<int> started, CancellationToken kill)
        {
            var cli = Cli.Wrap(path)
                .WithArguments(arguments)
                .WithWorkingDirectory(command.WorkingDirectory)
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(input)
                .WithStandardOutputPipe(command.Record is null ? PipeTarget.Create(_output.CopyAsync) : PipeTarget.Null)
                .WithStandardErrorPipe(command.Record is null ? PipeTarget.Create(_error.CopyAsync) : PipeTarget.Null);
            try
            {
                var task = cli.ExecuteAsync(info => Replace(info.Environment, environment), Follow, kill, CancellationToken.None);
                ProcessId = task.ProcessId;
                started(task.ProcessId);
                _ended = task.Task;
                Ended = EndAsync();
                return true;
            }
            catch (Win32Exception refused)
            {
                NotStarted = ProcessResult.NotStarted(ProcessEnd.NotExecutable, $"The system refused to start '{path}': {refused.Message}");
                return false;
            }
        }

        /// <summary>Waits until one of the tasks is done, or the time is over.</summary>
        public async Task WaitAsync(TimeSpan atMost, params Task[] tasks) => await Task.WhenAny([.. tasks, Task.Delay(atMost, time)]);

        public async Task<ProcessResult> ResultAsync(ProcessEnd end, int? exitCode, int leftBehind)
        {
            int code;
            try
            {
                code = exitCode ?? (await _ended).ExitCode;
                await Ended;
            }
            catch (OperationCanceledException)
            {
                code = -1;
            }

            return new ProcessResult(end, code, null, await _output.FinishAsync(), await _error.FinishAsync(), time.GetElapsedTime(_start), leftBehind);
        }

        async Task EndAsync()
        {
            var gone = _ended.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (command.Record is { } folder)
            {
                await Task.WhenAll(
                    new RecordFollower(ProcessRecord.OutputPath(folder), command.MaximumRecord, _output, time).FollowAsync(gone, TooMuch, CancellationToken.None),
                    new RecordFollower(ProcessRecord.ErrorPath(folder), command.MaximumRecord, _error, time).FollowAsync(gone, TooMuch, CancellationToken.None));
            }

            await gone;
        }

        void TooMuch() => deadline.Reach(ProcessEnd.TooMuchOutput);

        static void Replace(IDictionary<string, string?> current, IReadOnlyDictionary<string, string> environment)
        {
            current.Clear();
            foreach (var (name, value) in environment)
            {
                current[name] = value;
            }
        }

        void Follow(Process process)
        {
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => _exited.TrySetResult();
            if (process.HasExited)
            {
                _exited.TrySetResult();
            }
        }
    }
}
