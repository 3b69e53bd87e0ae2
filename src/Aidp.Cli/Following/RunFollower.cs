using System.Runtime.CompilerServices;
using Aidp.Cli.Client;
using Aidp.Functions.Events;
using Aidp.Functions.Runs;
using Aidp.Orchestrations.Steps;

namespace Aidp.Cli.Following;

/// <summary>Follows one run to its end, or to where only a person helps. Whoever begins late or loses the host misses no change of state, because all are derived from history.</summary>
sealed class RunFollower(Func<CancellationToken, Task<HostClient>> connect, TimeProvider time)
{
    /// <summary>Takes what agents and checks print; null when it is not wanted.</summary>
    public LogTail? Tail { get; init; }

    /// <summary>The exit code that says how the run stands; null while it goes on by itself.</summary>
    public static int? Outcome(RunView run) => run switch
    {
        { Status: RunState.Completed } => ExitCodes.Completed,
        { Status: RunState.NoChanges } => ExitCodes.NoChanges,
        { Status: RunState.Cancelled } => ExitCodes.Cancelled,
        { Status: RunState.NeedsInput } => ExitCodes.WaitingForPerson,
        { Status: RunState.Failed } => ExitCodes.Failed,
        { Status: RunState.Waiting, Loop.Waiting: { Until: null, Reason: AgentOutcome.AuthExpired } } => ExitCodes.AuthenticationNeeded,
        { Status: RunState.Waiting, Loop.Waiting.Until: null } => ExitCodes.WaitingForPerson,
        { Status: RunState.Waiting, Loop.Approval: not null } => ExitCodes.WaitingForPerson,
        _ => null,
    };

    /// <summary>Whether a run stands still since somebody paused it: before its next step, or where it waits anyway.</summary>
    public static bool IsPaused(RunView run) =>
        run.Loop is { Paused: { } pause } loop && (pause.Since is not null || (loop.Step is null && (loop.Waiting is not null || loop.Approval is not null)));

    /// <summary>Reports until the run has an <see cref="Outcome"/>.</summary>
    public async IAsyncEnumerable<RunProgress> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var progress in ProgressAsync(id, cancellation))
        {
            yield return progress;
            if (Outcome(progress.Run) is not null)
            {
                yield break;
            }
        }
    }

    /// <summary>Waits until the run is as it is wanted, or has ended, and returns it.</summary>
    public async Task<RunView> UntilAsync(string id, Func<RunView, bool> isWanted, CancellationToken cancellation)
    {
        await foreach (var progress in ProgressAsync(id, cancellation))
        {
            if (progress.Run.Finished || isWanted(progress.Run))
            {
                return progress.Run;
            }
        }

        throw new InvalidOperationException("The events of a run end with its end.");
    }

    async IAsyncEnumerable<RunProgress> ProgressAsync(string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new SeenIterations();
        var output = Tail is null ? "output=0" : $"outputFrom={await LogTail.BeginningAsync(connect, id, cancellation)}";
        await foreach (var told in new RunEvents(connect, time).ReadAsync(id, $"status=1&{output}", cancellation))
        {
            switch (told.Name)
            {
                case "output":
                    Tail?.Add(told.Read<OutputData>().Text);
                    break;
                case "status" or RunEvents.End:
                    // All that happened before it was told before it.
                    yield return seen.Take(told.Read<RunView>());
                    break;
                default:
                    seen.Add(told);
                    break;
            }
        }
    }
}
