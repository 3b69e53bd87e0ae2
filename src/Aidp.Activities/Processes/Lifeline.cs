using CliWrap;

namespace Aidp.Activities.Processes;

/// <summary>The supervisor's standard input: it brings the launch, and then stays open as long as the program may run. No other process has it, so it also closes when this process dies.</summary>
sealed class Lifeline(ProcessCommand command, byte[] launch)
{
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<int> _supervisor = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What went wrong before the program was allowed to start; it never ran then.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>The supervisor exists, as this process.</summary>
    public void Attach(int supervisor) => _supervisor.TrySetResult(supervisor);

    /// <summary>Lets go: the supervisor ends the program with everything that descends from it.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>What the supervisor reads.</summary>
    public PipeSource Source => PipeSource.Create(HoldAsync);

    async Task HoldAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (await MayStartAsync(cancellationToken))
        {
            Boundaries.Reach("process.start.before");
            await stream.WriteAsync(launch, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            Boundaries.Reach("process.start.after");
            await _released.Task.WaitAsync(cancellationToken);
        }
    }

    async Task<bool> MayStartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var supervisor = await _supervisor.Task.WaitAsync(cancellationToken);
            await (command.BeforeStart?.Invoke(ProcessIdentity.Of(supervisor), cancellationToken) ?? Task.CompletedTask);
            return !_released.Task.IsCompleted;
        }
#pragma warning disable CA1031 // Thrown again by the runner, once the supervisor has ended.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Problem = problem;
            return false;
        }
    }
}
